/// Whether a refusal asks for a verification code, or speaks of the one that was sent.
///
/// No answer is documented for a missing code, so the words decide, the fewest that will do: "code"
/// alone is said of countries, post and errors too.
pub fn speaks_of_a_code(message: &str, code_sent: bool) -> bool {
    let message = message.to_lowercase();
    let words: Vec<&str> = message
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if any(&["otp", "2fa"]) {
        return true;
    }
    let of_something_else = any(&[
        "country", "area", "dialing", "postal", "zip", "post", "país", "pais", "lada", "error",
        "status",
    ]);
    let verifies = [
        "verific",
        "one-time",
        "one time",
        "un solo uso",
        "única vez",
        "two-factor",
    ]
    .iter()
    .any(|part| message.contains(part));
    any(&["code", "codes", "código", "codigo"]) && !of_something_else && (verifies || code_sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_for_a_verification_code_ask_for_one() {
        for asks in [
            "Verification code required",
            "Invalid verification code",
            "Se requiere el código de verificación",
            "OTP is missing",
            "Falta el código de un solo uso",
            "Ingrese el codigo que enviamos para verificar",
        ] {
            assert!(speaks_of_a_code(asks, false), "{asks}");
        }
        for does_not in [
            "Phone number: country code is missing",
            "Código postal inválido",
            "Request blocked. Code: 15",
            "Error code 1042, verification of the signature failed",
            "El código de país no se pudo verificar",
            "Email verification pending",
            "encoded",
        ] {
            assert!(!speaks_of_a_code(does_not, false), "{does_not}");
        }
    }

    #[test]
    fn where_a_code_was_sent_less_is_enough() {
        assert!(speaks_of_a_code("Code already used", true));
        assert!(speaks_of_a_code("El código venció", true));
        assert!(!speaks_of_a_code("Code already used", false));
        assert!(!speaks_of_a_code("country code is missing", true));
    }
}
