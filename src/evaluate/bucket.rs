//! Random but repeatable parts of the customers, for experiments and holdouts.

use md5::{Digest, Md5};

/// How many buckets there are: shares are exact to a hundredth of a percent.
pub const BUCKETS: u16 = 10_000;

/// The bucket of a customer, from 0 to [`BUCKETS`] − 1: the first 15 hexadecimal digits of the MD5
/// of `salt:customer_id` as an integer, modulo [`BUCKETS`]. It depends on nothing else, so it stays
/// the same over runs and machines; another salt, such as `spring_sale.cta`, deals anew. An
/// experiment gives each arm the buckets behind those of the arm before: `45%` are 4 500 buckets.
///
/// 15 digits are 60 bits, which fit the signed 64-bit integers that every SQL engine has, and make
/// the buckets equal to one part in 10¹⁴. `''` stands for the salt's text:
///
/// ```sql
/// -- DuckDB
/// SELECT ('0x' || substr(md5('' || ':' || customer_id), 1, 15))::BIGINT % 10000
/// -- PostgreSQL
/// SELECT ('x0' || substr(md5('' || ':' || customer_id), 1, 15))::bit(64)::bigint % 10000
/// -- Spark, Databricks
/// SELECT cast(conv(substr(md5('' || ':' || customer_id), 1, 15), 16, 10) AS BIGINT) % 10000
/// ```
pub fn bucket(salt: &str, customer_id: &str) -> u16 {
    let mut hash = Md5::new();
    hash.update(salt);
    hash.update(":");
    hash.update(customer_id);
    let digest: [u8; 16] = hash.finalize().into();
    let digits = u128::from_be_bytes(digest) >> 68;
    (digits % u128::from(BUCKETS)) as u16
}

#[cfg(test)]
mod tests {
    use super::{BUCKETS, bucket};

    /// Made with another implementation of MD5; these are the vectors for other engines.
    #[test]
    fn the_vectors_hold() {
        let vectors = [
            ("spring_sale.cta", "c1", 1972),
            ("spring_sale.cta", "c2", 1933),
            ("spring_sale.holdout", "c1", 7246),
            ("", "", 1732),
            ("a", "b:c", 4099),
            ("été", "Zoë", 7009),
            ("s", &"x".repeat(200), 9210),
        ];
        for (salt, id, expected) in vectors {
            assert_eq!(bucket(salt, id), expected, "{salt}:{id}");
        }
    }

    #[test]
    fn every_tenth_holds_about_a_tenth() {
        let mut tenths = [0; 10];
        for customer in 0..100_000 {
            let bucket = bucket("spring_sale.cta", &format!("c{customer}"));
            tenths[usize::from(bucket / (BUCKETS / 10))] += 1;
        }
        // As counted by another implementation; four standard deviations are 380.
        assert_eq!(
            tenths,
            [
                9872, 9828, 10120, 9961, 9941, 10124, 10179, 9950, 9951, 10074
            ]
        );
    }
}
