//! Takes the journal out: nothing else sets this.

fn main() {
    println!("cargo::rustc-cfg=ipo_bare");
    // The features of ipo, none of which is on here.
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"bigdecimal\", \"chrono\", \"jiff\", \"num-bigint\", \
         \"num-complex\", \"serde\", \"uuid\"))"
    );
    println!("cargo::rerun-if-changed=build.rs");
}
