//! Where the clocks of a place are: a zone for each country, and a few for whole parts of the world.

use jiff::tz::TimeZone;

/// Codes of regions (ISO 3166, M49 and our own sets), and where their clocks are. Of a country with several zones the
/// one most people live in; of a state or province its own where it differs.
const ZONES: &[(&str, &str)] = &[
    ("Africa/Abidjan", "CI ML BF GM GW SL ST"),
    ("Africa/Accra", "GH TG"),
    ("Africa/Addis_Ababa", "ET HORN"),
    ("Africa/Algiers", "DZ"),
    ("Africa/Cairo", "EG MENA 015"),
    ("Africa/Casablanca", "MA EH MAGHREB"),
    ("Africa/Dakar", "SN MR GN SAHEL"),
    ("Africa/Johannesburg", "ZA LS SZ 018"),
    ("Africa/Khartoum", "SD"),
    ("Africa/Kinshasa", "CD CG AO GA CM GQ CF TD 017"),
    ("Africa/Lagos", "NG BJ NE 002 011 202"),
    ("Africa/Maputo", "MZ ZW ZM MW BW RW BI"),
    ("Africa/Monrovia", "LR"),
    ("Africa/Nairobi", "KE UG TZ SO DJ ER 014"),
    ("Africa/Tripoli", "LY"),
    ("Africa/Tunis", "TN"),
    ("Africa/Juba", "SS"),
    ("Africa/Windhoek", "NA"),
    ("America/Argentina/Buenos_Aires", "AR 005"),
    ("America/Asuncion", "PY"),
    ("America/Bogota", "CO"),
    ("America/Caracas", "VE"),
    ("America/Chicago", "US-IL US-TX US-MN US-WI US-MO US-LA US-OK US-KS US-NE US-IA US-AR US-AL US-MS US-TN"),
    ("America/Costa_Rica", "CR"),
    ("America/Denver", "US-CO US-UT US-NM US-MT US-WY US-ID"),
    ("America/Guatemala", "GT BZ 013"),
    ("America/Guayaquil", "EC"),
    ("America/Havana", "CU 029"),
    ("America/Jamaica", "JM"),
    ("America/La_Paz", "BO"),
    ("America/Lima", "PE"),
    ("America/Los_Angeles", "US-CA US-NV US-WA US-OR"),
    ("America/Managua", "NI"),
    ("America/Mexico_City", "MX LATAM 419"),
    ("America/Montevideo", "UY"),
    ("America/New_York", "US 019 021 003"),
    ("America/Panama", "PA"),
    ("America/Phoenix", "US-AZ"),
    ("America/Port-au-Prince", "HT"),
    ("America/Santiago", "CL"),
    ("America/Santo_Domingo", "DO"),
    ("America/Sao_Paulo", "BR"),
    ("America/Tegucigalpa", "HN"),
    ("America/El_Salvador", "SV"),
    ("America/Toronto", "CA"),
    ("America/Vancouver", "CA-BC"),
    ("Asia/Almaty", "KZ 143"),
    ("Asia/Amman", "JO"),
    ("Asia/Baghdad", "IQ"),
    ("Asia/Baku", "AZ"),
    ("Asia/Bangkok", "TH LA KH 035"),
    ("Asia/Beirut", "LB MIDEAST"),
    ("Asia/Bishkek", "KG"),
    ("Asia/Colombo", "LK"),
    ("Asia/Damascus", "SY"),
    ("Asia/Dhaka", "BD"),
    ("Asia/Dubai", "AE OM"),
    ("Asia/Gaza", "PS"),
    ("Asia/Hong_Kong", "HK"),
    ("Asia/Ho_Chi_Minh", "VN"),
    ("Asia/Jakarta", "ID"),
    ("Asia/Jerusalem", "IL"),
    ("Asia/Kabul", "AF"),
    ("Asia/Karachi", "PK"),
    ("Asia/Kathmandu", "NP"),
    ("Asia/Kolkata", "IN 034 142"),
    ("Asia/Kuala_Lumpur", "MY BN"),
    ("Asia/Manila", "PH"),
    ("Asia/Qatar", "QA"),
    ("Asia/Bahrain", "BH"),
    ("Asia/Riyadh", "SA YE KW GCC 145"),
    ("Asia/Seoul", "KR"),
    ("Asia/Shanghai", "CN 030"),
    ("Asia/Singapore", "SG ASEAN"),
    ("Asia/Taipei", "TW"),
    ("Asia/Tashkent", "UZ TM TJ"),
    ("Asia/Tbilisi", "GE CAUCASUS"),
    ("Asia/Tehran", "IR"),
    ("Asia/Tokyo", "JP"),
    ("Asia/Ulaanbaatar", "MN"),
    ("Asia/Yangon", "MM"),
    ("Asia/Yerevan", "AM"),
    ("Atlantic/Reykjavik", "IS"),
    ("Australia/Brisbane", "AU-QLD"),
    ("Australia/Perth", "AU-WA"),
    ("Australia/Sydney", "AU 009 053"),
    ("Europe/Athens", "GR CY"),
    ("Europe/Berlin", "DE 150 155 EU"),
    ("Europe/Brussels", "BE LU"),
    ("Europe/Bucharest", "RO MD BG 151"),
    ("Europe/Budapest", "HU"),
    ("Europe/Copenhagen", "DK"),
    ("Europe/Dublin", "IE"),
    ("Europe/Helsinki", "FI EE LV LT BALTIC"),
    ("Europe/Istanbul", "TR"),
    ("Europe/Kyiv", "UA"),
    ("Europe/Lisbon", "PT"),
    ("Europe/London", "GB EMEA"),
    ("Europe/Madrid", "ES 039"),
    ("Europe/Minsk", "BY"),
    ("Europe/Moscow", "RU"),
    ("Europe/Oslo", "NO"),
    ("Europe/Paris", "FR"),
    ("Europe/Prague", "CZ SK"),
    ("Europe/Rome", "IT MT SM VA"),
    ("Europe/Stockholm", "SE NORDIC 154"),
    ("Europe/Belgrade", "RS BA HR SI MK ME XK AL BALKANS"),
    ("Europe/Amsterdam", "NL"),
    ("Europe/Vienna", "AT"),
    ("Europe/Warsaw", "PL"),
    ("Europe/Zurich", "CH LI"),
    ("Pacific/Auckland", "NZ PACIFIC"),
    ("Pacific/Fiji", "FJ"),
    ("Pacific/Port_Moresby", "PG"),
];

/// Of a place by its own code, or by its country's. Whole parts of the world have one for showing only.
pub fn zone(code: &str) -> Option<&'static str> {
    let named = |wanted: &str| ZONES.iter().find(|(_, codes)| codes.split(' ').any(|code| code == wanted)).map(|(zone, _)| *zone);
    named(code).or_else(|| code.split_once('-').and_then(|(country, _)| named(country)))
}

/// By which clock somebody lives, as far as it is known: their own, else that of the country or state they were matched
/// for. `None` = nobody has said, and a part of the world has no clock of its own.
pub fn of<'a>(time_zone: &'a str, region: &str) -> Option<&'a str> {
    let own = Some(time_zone).filter(|name| !name.is_empty() && TimeZone::get(name).is_ok());
    let is_place = region.contains('-') || (region.len() == 2 && region != "EU");
    own.or_else(|| if is_place { zone(region) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_one_and_every_code_leads_to_one() {
        let mut seen = std::collections::BTreeSet::new();
        for (zone, codes) in ZONES {
            assert!(TimeZone::get(zone).is_ok(), "{zone}");
            for code in codes.split(' ') {
                assert!(seen.insert(code), "{code} twice");
            }
        }
        assert_eq!((zone("DE-BY"), zone("US-NV"), zone("XX")), (Some("Europe/Berlin"), Some("America/Los_Angeles"), None));
    }

    #[test]
    fn somebody_lives_by_their_own_clock_else_by_that_of_their_country() {
        assert_eq!(of("Asia/Tokyo", "DE"), Some("Asia/Tokyo"));
        assert_eq!(
            (of("", "US-NV"), of("", "DE-BY"), of("Mars/Base", "PE")),
            (Some("America/Los_Angeles"), Some("Europe/Berlin"), Some("America/Lima"))
        );
        for no_place in ["001", "150", "EU", "EMEA", "", "XX"] {
            assert_eq!(of("", no_place), None, "{no_place}");
        }
    }
}
