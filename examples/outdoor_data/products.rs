//! What Northbound sells.

use super::canvas::Rgb;
use super::gear::Shape;

/// A row of the catalog.
pub(super) struct Product {
    pub(super) sku: &'static str,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    /// In cents.
    pub(super) price: i64,
    pub(super) stock: i64,
    /// What its picture shows.
    pub(super) shape: Shape,
    /// The colour of the picture's main part.
    pub(super) color: Rgb,
}

impl Product {
    /// The picture's file name.
    pub(super) fn image(&self) -> String {
        format!("{}.png", self.slug())
    }

    /// The product's page.
    pub(super) fn link(&self) -> String {
        format!("https://www.northbound.example/p/{}", self.slug())
    }

    fn slug(&self) -> String {
        self.name.to_lowercase().replace(' ', "-")
    }
}

const fn product(
    sku: &'static str,
    name: &'static str,
    category: &'static str,
    price: i64,
    stock: i64,
    shape: Shape,
    color: Rgb,
) -> Product {
    Product {
        sku,
        name,
        category,
        price,
        stock,
        shape,
        color,
    }
}

/// The catalog, best sellers of each category first.
#[rustfmt::skip]
pub(super) const ALL: [Product; 40] = {
    use Shape::{Backpack, Beanie, Bottle, Daypack, Dome, Headlamp, Hiker, Lantern, Mat, Mug, Mummy, Parka, Pillow, Ridge, Runner, Shell, Stove, Vest};
    [
        product("NB-1001", "Cairn Mid Boot",            "footwear",    18_900, 64, Hiker,    0x9c_5a_34),
        product("NB-1002", "Talus Trail Runner",        "footwear",    13_900, 88, Runner,   0x2f_6f_73),
        product("NB-1003", "Fernway Hiker",             "footwear",    15_900, 41, Hiker,    0x5c_6b_3d),
        product("NB-1004", "Ridgeline GTX Boot",        "footwear",    22_900, 23, Hiker,    0x3d_4a_57),
        product("NB-1005", "Swiftwater Shoe",           "footwear",     9_900, 57, Runner,   0xc8_55_2b),
        product("NB-1006", "Basecamp Moc",              "footwear",     7_900, 0,  Runner,   0x8a_6a_4a),
        product("NB-1007", "Granite Approach Shoe",     "footwear",    14_900, 36, Runner,   0x6b_70_78),
        product("NB-1008", "Northwall Winter Boot",     "footwear",    24_900, 18, Hiker,    0x7a_2f_2b),
        product("NB-2001", "Squall Rain Shell",         "jackets",     17_900, 72, Shell,    0xd9_8a_2b),
        product("NB-2002", "Hearth Down Parka",         "jackets",     32_900, 31, Parka,    0x27_4b_5f),
        product("NB-2003", "Alder Fleece Vest",         "jackets",      8_900, 66, Vest,     0x8f_6b_3f),
        product("NB-2004", "Drift Down Jacket",         "jackets",     24_900, 44, Parka,    0xb8_4a_2c),
        product("NB-2005", "Lookout Windshell",         "jackets",     11_900, 53, Shell,    0x4f_83_5f),
        product("NB-2006", "Summit Hardshell",          "jackets",     39_900, 15, Shell,    0x8d_2f_37),
        product("NB-2007", "Ember Insulated Vest",      "jackets",     14_900, 0,  Vest,     0x3f_5a_4a),
        product("NB-2008", "Tidewater Anorak",          "jackets",     15_900, 39, Shell,    0x3b_6f_8f),
        product("NB-3001", "Wayfarer 55 Pack",          "packs",       25_900, 28, Backpack, 0x2d_5a_4a),
        product("NB-3002", "Daybreak 22 Pack",          "packs",       10_900, 81, Daypack,  0xd0_7a_33),
        product("NB-3003", "Traverse 40 Pack",          "packs",       19_900, 37, Backpack, 0x35_55_7a),
        product("NB-3004", "Burrow 18 Pack",            "packs",        7_900, 94, Daypack,  0x7a_84_4a),
        product("NB-3005", "Expedition 75 Pack",        "packs",       32_900, 11, Backpack, 0x9a_3b_2e),
        product("NB-3006", "Switchback 28 Pack",        "packs",       13_900, 46, Daypack,  0x4a_5a_6a),
        product("NB-3007", "Commons Roll Pack",         "packs",        8_900, 0,  Daypack,  0x5f_4a_6a),
        product("NB-4001", "Halfmoon 2 Tent",           "tents",       34_900, 26, Dome,     0xd9_93_3a),
        product("NB-4002", "Larkspur 3 Tent",           "tents",       42_900, 19, Dome,     0x3a_73_6a),
        product("NB-4003", "Solo Ridge Tent",           "tents",       27_900, 22, Ridge,    0x8f_9a_4f),
        product("NB-4004", "Homestead 4 Tent",          "tents",       49_900, 9,  Dome,     0xb3_56_36),
        product("NB-4005", "Featherline Tarp",          "tents",       15_900, 33, Ridge,    0x4f_6f_8a),
        product("NB-5001", "Dusk 20 Sleeping Bag",      "sleeping",    21_900, 42, Mummy,    0x2f_4f_7a),
        product("NB-5002", "Cloudrest Pad",             "sleeping",    12_900, 58, Mat,      0xd4_7d_3a),
        product("NB-5003", "Hollow 35 Sleeping Bag",    "sleeping",    15_900, 49, Mummy,    0x5a_7a_4a),
        product("NB-5004", "Packdown Pillow",           "sleeping",     3_900, 97, Pillow,   0x4a_7d_8a),
        product("NB-5005", "Polar 0 Sleeping Bag",      "sleeping",    34_900, 14, Mummy,    0x8a_2f_33),
        product("NB-5006", "Trailfold Foam Pad",        "sleeping",     5_900, 75, Mat,      0x6a_84_5a),
        product("NB-6001", "Beacon Headlamp",           "accessories",  4_900, 99, Headlamp, 0xd9_8a_2b),
        product("NB-6002", "Spring Steel Bottle",       "accessories",  3_400, 93, Bottle,   0x2f_6f_5f),
        product("NB-6003", "Campfire Mug",              "accessories",  1_800, 98, Mug,      0x2f_4b_6b),
        product("NB-6004", "Woolen Cuff Beanie",        "accessories",  2_800, 85, Beanie,   0xb8_4a_2c),
        product("NB-6005", "Firefly Lantern",           "accessories",  5_900, 48, Lantern,  0x3f_5a_4a),
        product("NB-6006", "Kindle Pocket Stove",       "accessories",  6_900, 34, Stove,    0x9a_3b_2e),
    ]
};
