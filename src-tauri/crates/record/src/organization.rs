use quentli::Customer;

/// Whether a record is of another organization than `organization`, where both are known.
pub fn belongs_elsewhere(customer: &Customer, organization: Option<&str>) -> bool {
    let theirs = customer.organization_id.value();
    organizations_differ(theirs.map(String::as_str), organization)
}

/// Whether two organizations are known, and known to be different ones.
pub fn organizations_differ(one: Option<&str>, other: Option<&str>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

#[cfg(test)]
mod tests {
    use super::organizations_differ;

    #[test]
    fn only_two_known_organizations_can_differ() {
        assert!(organizations_differ(Some("org_1"), Some("org_2")));
        assert!(!organizations_differ(Some("org_1"), Some("org_1")));
        assert!(!organizations_differ(Some("org_1"), None));
        assert!(!organizations_differ(None, Some("org_1")));
        assert!(!organizations_differ(None, None));
    }
}
