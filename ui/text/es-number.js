/** A count with its thousands separated. The texts themselves cannot ask which language is current. @param {number} n */
export const number = (n) => new Intl.NumberFormat("es-MX").format(n);
