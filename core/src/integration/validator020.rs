//! The reports of validator 0.20, as violations. It works like the integration of 0.21, which the module `validator021` documents.

super::validator::validator_version!(validator020);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_their_json_names_and_their_constraints() {
        #[derive(Deserialize, ::validator::Validate)]
        #[serde(rename_all = "camelCase")]
        #[validate(crate = "::validator020")]
        struct Order {
            #[validate(email)]
            the_address: String,
            #[validate(nested)]
            line_items: Vec<Item>,
        }
        #[derive(Deserialize, ::validator::Validate)]
        #[serde(rename_all = "camelCase")]
        #[validate(crate = "::validator020")]
        struct Item {
            #[validate(range(min = 1))]
            how_many: i64,
        }

        let order = Order { the_address: "secret".to_owned(), line_items: vec![Item { how_many: 0 }] };
        let error = check(&order).unwrap_err();
        let found: Vec<_> =
            error.violations().iter().map(|it| (it.target().to_string(), it.constraint().name())).collect();
        assert_eq!(found, [("theAddress".to_owned(), "email"), ("lineItems[0].howMany".to_owned(), "min")]);
        let bare = order.validate().unwrap_err().into_error();
        assert_eq!(bare.violations().len(), 2);
        assert!(!format!("{bare:?} {:?}", bare.to_response()).contains("secret"));
    }
}
