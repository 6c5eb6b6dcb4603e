use serde::{Deserialize, Serialize};

/// An editable field, under the API's own name (`UpdateCustomerData` in its contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "FieldName"))]
#[serde(rename_all = "camelCase")]
pub enum Field {
    PhoneNumber,
    Email,
    SecondaryPhoneNumber,
    PhoneNumberVerified,
    EmailVerified,
    Name,
    Username,
    AssigneeId,
    Tags,
    OptedOutWhatsappAt,
    ReplyWithAssistant,
    Password,
    HasChangedPassword,
    SkipTaxInvoice,
    AcceptedServiceAgreement,
    TosIp,
    Signature,
    Metadata,
    Meta,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Group {
    Contact,
    Identity,
    Messages,
    Access,
    Billing,
    Agreement,
    CustomData,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    Text,
    Email,
    Phone,
    Flag,
    /// Yes, no, or unset (null).
    Choice,
    /// Off is null, on is a date-time.
    DateSwitch,
    Tags,
    Password,
    Ip,
    /// Key and value rows.
    Pairs,
}

/// What is known of a field apart from any record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    pub field: Field,
    /// The name in the API and in the form.
    pub api_name: &'static str,
    pub group: Group,
    pub kind: Kind,
    pub nullable: bool,
    /// A change can lock the family out of its portal or its messages.
    pub sensitive: bool,
    /// False for what no answer of Quentli carries: its old value is unknown.
    pub readable: bool,
    /// The longest text that Ficha sends, in characters. Quentli documents no limits; these only keep
    /// an accidental paste from reaching a record.
    pub max: usize,
}

impl Field {
    /// Every editable field, in the order of the form.
    pub const ALL: [FieldSpec; 19] = {
        use Field as F;
        use Group as G;
        use Kind as K;
        [
            spec(F::PhoneNumber, "phoneNumber", G::Contact, K::Phone, 100)
                .nullable()
                .sensitive(),
            spec(F::Email, "email", G::Contact, K::Email, 254)
                .nullable()
                .sensitive(),
            spec(
                F::SecondaryPhoneNumber,
                "secondaryPhoneNumber",
                G::Contact,
                K::Phone,
                100,
            )
            .nullable(),
            spec(
                F::PhoneNumberVerified,
                "phoneNumberVerified",
                G::Contact,
                K::Flag,
                0,
            ),
            spec(F::EmailVerified, "emailVerified", G::Contact, K::Flag, 0),
            spec(F::Name, "name", G::Identity, K::Text, 200),
            spec(F::Username, "username", G::Identity, K::Text, 100).sensitive(),
            spec(F::AssigneeId, "assigneeId", G::Identity, K::Text, 128)
                .nullable()
                .write_only(),
            spec(F::Tags, "tags", G::Identity, K::Tags, 100).write_only(),
            spec(
                F::OptedOutWhatsappAt,
                "optedOutWhatsappAt",
                G::Messages,
                K::DateSwitch,
                40,
            )
            .nullable(),
            spec(
                F::ReplyWithAssistant,
                "replyWithAssistant",
                G::Messages,
                K::Choice,
                0,
            )
            .nullable(),
            spec(F::Password, "password", G::Access, K::Password, 200)
                .sensitive()
                .write_only(),
            spec(
                F::HasChangedPassword,
                "hasChangedPassword",
                G::Access,
                K::Flag,
                0,
            ),
            spec(F::SkipTaxInvoice, "skipTaxInvoice", G::Billing, K::Flag, 0),
            spec(
                F::AcceptedServiceAgreement,
                "acceptedServiceAgreement",
                G::Agreement,
                K::Flag,
                0,
            ),
            spec(F::TosIp, "tosIp", G::Agreement, K::Ip, 45).write_only(),
            spec(F::Signature, "signature", G::Agreement, K::Text, 100_000)
                .nullable()
                .write_only(),
            spec(F::Metadata, "metadata", G::CustomData, K::Pairs, 2_000),
            spec(F::Meta, "meta", G::CustomData, K::Pairs, 2_000),
        ]
    };

    /// The field of that API name.
    pub fn named(api_name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|spec| spec.api_name == api_name)
            .map(|spec| spec.field)
    }

    pub fn spec(self) -> &'static FieldSpec {
        static TABLE: [FieldSpec; 19] = Field::ALL;
        &TABLE[self as usize]
    }
}

const fn spec(
    field: Field,
    api_name: &'static str,
    group: Group,
    kind: Kind,
    max: usize,
) -> FieldSpec {
    FieldSpec {
        field,
        api_name,
        group,
        kind,
        nullable: false,
        sensitive: false,
        readable: true,
        max,
    }
}

impl FieldSpec {
    const fn nullable(self) -> Self {
        Self {
            nullable: true,
            ..self
        }
    }

    const fn sensitive(self) -> Self {
        Self {
            sensitive: true,
            ..self
        }
    }

    const fn write_only(self) -> Self {
        Self {
            readable: false,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        for (index, spec) in Field::ALL.iter().enumerate() {
            assert_eq!(spec.field as usize, index);
            assert_eq!(spec.field.spec(), spec);
            assert_eq!(serde_json::to_value(spec.field).unwrap(), spec.api_name);
        }
    }
}
