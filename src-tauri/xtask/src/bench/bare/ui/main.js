document.title = "Ficha · bare";
