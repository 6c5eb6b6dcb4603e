//! What the headers of schools' tables call things.

use super::{Finder, NamePart};
use crate::{Field, changes::fold};

/// What a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Id,
    UpdatedAt,
    Field(Field),
    NamePart(NamePart),
}

/// In Spanish and English, as [`bare`] writes them. Of a family's own data only; `curp`, `rfc` and the like are
/// custom data, under whatever key the school has.
const NAMES: &[(Named, &[&str])] = {
    use Field as F;
    use Named::{Field as Of, Id, NamePart as Part, UpdatedAt};
    &[
        (
            Id,
            &[
                "id",
                "id quentli",
                "id de quentli",
                "customer id",
                "customerid",
                "id de familia",
                "id familia",
                "quentli id",
            ],
        ),
        (
            UpdatedAt,
            &[
                "updatedat",
                "updated at",
                "actualizado",
                "fecha de actualizacion",
                "ultima actualizacion",
            ],
        ),
        (
            Of(F::Name),
            &[
                "name",
                "nombre",
                "nombre completo",
                "familia",
                "nombre de la familia",
                "nombre familia",
                "full name",
                "family",
                "family name",
                "alumno",
                "nombre del alumno",
                "cliente",
                "customer",
            ],
        ),
        (
            Part(NamePart::Paternal),
            &[
                "paterno",
                "apellido paterno",
                "a paterno",
                "ap paterno",
                "primer apellido",
                "apellido 1",
            ],
        ),
        (
            Part(NamePart::Maternal),
            &[
                "materno",
                "apellido materno",
                "a materno",
                "ap materno",
                "segundo apellido",
                "apellido 2",
            ],
        ),
        (
            Part(NamePart::Given),
            &[
                "nombres",
                "nombre s",
                "nombre de pila",
                "given name",
                "first name",
                "primer nombre",
            ],
        ),
        (
            Of(F::Username),
            &[
                "username",
                "user name",
                "user",
                "usuario",
                "nombre de usuario",
                "usuario del portal",
                "portal username",
                "matricula",
                "no de control",
                "numero de control",
                "num de control",
                "num control",
                "no control",
                "clave",
                "referencia",
                "cuenta",
                "student id",
                "enrollment",
            ],
        ),
        (
            Of(F::Email),
            &[
                "email",
                "e mail",
                "mail",
                "correo",
                "correo electronico",
                "correo e",
                "correo principal",
                "email address",
                "direccion de correo",
            ],
        ),
        (
            Of(F::PhoneNumber),
            &[
                "phonenumber",
                "phone number",
                "phone",
                "telefono",
                "tel",
                "telefono celular",
                "tel celular",
                "tel cel",
                "celular",
                "cel",
                "movil",
                "telefono movil",
                "whatsapp",
                "telefono principal",
                "telefono de whatsapp",
                "whatsapp phone",
                "telefono 1",
                "tel 1",
                "mobile",
                "cell",
                "cell phone",
                "numero de telefono",
                "numero de celular",
            ],
        ),
        (
            Of(F::SecondaryPhoneNumber),
            &[
                "secondaryphonenumber",
                "secondary phone number",
                "secondary phone",
                "telefono secundario",
                "telefono 2",
                "tel 2",
                "otro telefono",
                "segundo telefono",
                "second phone",
                "telefono alterno",
                "telefono de casa",
                "tel casa",
                "celular 2",
                "phone 2",
            ],
        ),
        (
            Of(F::EmailVerified),
            &["emailverified", "email verified", "correo verificado"],
        ),
        (
            Of(F::PhoneNumberVerified),
            &[
                "phonenumberverified",
                "phone number verified",
                "phone verified",
                "telefono verificado",
            ],
        ),
        (
            Of(F::AssigneeId),
            &[
                "assigneeid",
                "assignee id",
                "assignee",
                "responsable",
                "id del responsable",
                "persona asignada",
                "assigned to",
            ],
        ),
        (Of(F::Tags), &["tags", "tag", "etiquetas", "etiqueta"]),
        (
            Of(F::OptedOutWhatsappAt),
            &[
                "optedoutwhatsappat",
                "opted out whatsapp at",
                "baja de whatsapp",
                "sin whatsapp desde",
                "no recibe whatsapp desde",
                "pidio no recibir whatsapp",
                "asked not to get whatsapp messages",
            ],
        ),
        (
            Of(F::ReplyWithAssistant),
            &[
                "replywithassistant",
                "reply with assistant",
                "asistente",
                "contesta el asistente",
                "el asistente contesta sus mensajes",
                "does the assistant answer their messages",
            ],
        ),
        (
            Of(F::Password),
            &[
                "password",
                "contrasena",
                "clave de acceso",
                "contrasena nueva",
                "new password",
            ],
        ),
        (
            Of(F::HasChangedPassword),
            &[
                "haschangedpassword",
                "has changed password",
                "cambio su contrasena",
                "ya cambio su contrasena",
                "has changed the password",
            ],
        ),
        (
            Of(F::SkipTaxInvoice),
            &[
                "skiptaxinvoice",
                "skip tax invoice",
                "sin factura",
                "no facturar",
                "no emitir factura",
                "no tax invoice",
            ],
        ),
        (
            Of(F::AcceptedServiceAgreement),
            &[
                "acceptedserviceagreement",
                "accepted service agreement",
                "acepto el contrato",
                "contrato aceptado",
                "agreement accepted",
            ],
        ),
        (
            Of(F::TosIp),
            &[
                "tosip",
                "tos ip",
                "direccion ip de la aceptacion",
                "ip address at acceptance",
                "ip",
            ],
        ),
        (Of(F::Signature), &["signature", "firma"]),
    ]
};

/// A header without case, accents and punctuation.
pub(super) fn bare(header: &str) -> String {
    let plain: String = fold(header)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn named(header: &str) -> Option<Named> {
    let bare = bare(header);
    NAMES
        .iter()
        .find(|(_, names)| names.contains(&bare.as_str()))
        .map(|(named, _)| *named)
}

/// The key of custom data that a header such as `metadata.Folio de beca` names, spelled as there.
pub(super) fn pair(header: &str) -> Option<(Field, &str)> {
    const PREFIXES: [(&str, Field); 4] = [
        ("metadata", Field::Metadata),
        ("datos adicionales", Field::Metadata),
        ("custom data", Field::Metadata),
        ("meta", Field::Meta),
    ];
    let (prefix, key) = header.trim().split_once(['.', ':'])?;
    let prefix = fold(prefix);
    let (_, home) = PREFIXES.iter().find(|(own, _)| *own == prefix)?;
    let key = key.trim();
    (!key.is_empty()).then_some((*home, key))
}

impl Finder {
    /// Best first: an id never changes, and a phone is what most often does.
    pub(super) const BEST_FIRST: [(Self, Named); 4] = [
        (Self::Id, Named::Id),
        (Self::Username, Named::Field(Field::Username)),
        (Self::Email, Named::Field(Field::Email)),
        (Self::Phone, Named::Field(Field::PhoneNumber)),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_things_and_each_is_written_as_it_is_compared() {
        let mut seen = std::collections::BTreeSet::new();
        for name in NAMES.iter().flat_map(|(_, names)| *names) {
            assert_eq!(bare(name), **name);
            assert!(seen.insert(name), "{name}");
        }
    }
}
