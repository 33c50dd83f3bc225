//! The vault as it will be after a plan is carried out.
