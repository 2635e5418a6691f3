//! [`coded!`](crate::coded): makes an error of a code, parameters and a description.

/// Makes an [`Error`](crate::Error) of a code, with optional parameters and an optional description.
///
/// The compiler checks the names and the kinds of the parameters. A parameter without a value takes the variable of the same
/// name.
///
/// ```
/// use errorbook::{coded, primaerp};
///
/// let id = 7;
/// let error = coded!(primaerp::OBJECT_NOT_FOUND, "no project {id}");
/// assert_eq!(error.to_string(), "PE01-1101 Object not found: no project 7");
/// assert_eq!(coded!(primaerp::OBJECT_NOT_FOUND).description(), None);
/// ```
///
/// ```
/// # mod cart {
/// #     errorbook::codes! {
/// #         /// The codes of the cart.
/// #         book "cart" { envelope: errorbook::envelope::PROBLEM }
/// #         /// Less is in stock than was asked for.
/// #         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
/// #             parameters: { part: integer, available: integer },
/// #         };
/// #     }
/// # }
/// let available = 3;
/// let error = errorbook::coded!(cart::OUT_OF_STOCK, { part: 7, available }, "only {available} are left");
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"type":"about:blank","title":"Not enough in stock","status":409,"detail":"only 3 are left","code":"CART-1002","part":7,"available":3}"#,
/// );
/// ```
///
/// # Errors
/// The row of the code must declare each parameter. This does not compile:
///
/// ```compile_fail
/// errorbook::coded!(errorbook::primaerp::OBJECT_NOT_FOUND, { part: 7 });
/// ```
#[macro_export]
macro_rules! coded {
    ($code:path $(,)?) => {
        <$crate::Error as ::core::convert::From<$crate::Code>>::from($code)
    };
    ($code:path, { $($parameter:ident $(: $value:expr)?),* $(,)? } $(,)?) => {
        $crate::coded!($code)$(.__with_parameter::<{ $crate::__kind!($code, stringify!($parameter)) }>(
            stringify!($parameter),
            $crate::__value!($parameter $($value)?),
        ))*
    };
    ($code:path, { $($parameters:tt)* }, $($description:tt)+) => {
        $crate::coded!($code, { $($parameters)* }).with_description(::std::format!($($description)+))
    };
    ($code:path, $($description:tt)+) => {
        $crate::coded!($code).with_description(::std::format!($($description)+))
    };
    ($($anything_else:tt)*) => {
        ::core::compile_error!(
            "an error starts with the path of its code, as in `coded!(primaerp::OBJECT_NOT_FOUND, \"no project {id}\")`"
        )
    };
}

/// Returns the kind of a parameter. Fails to compile if the row of the code does not declare the parameter.
#[doc(hidden)]
#[macro_export]
macro_rules! __kind {
    ($code:expr, $parameter:expr) => {
        $code.__kind(
            $parameter,
            ::core::concat!(
                "the code declares no parameter `",
                $parameter,
                "`: correct the name, or add it to the `parameters` of the code's row"
            ),
        )
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($name:ident) => {
        $name
    };
    ($name:ident $value:expr) => {
        $value
    };
}
