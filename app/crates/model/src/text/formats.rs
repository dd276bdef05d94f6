//! How dates, sizes and lists are put together. Figures are written in Western digits in every language: most schools
//! that teach in Arabic write them so, and marks, codes and clocks then look the same on every page and in every file.

use crate::Key;

texts! { "formats":
    /// An instant: "Fri 27 Nov 2026, 17:00".
    WHEN = "{weekday} {day} {month} {year}, {time}";
    /// What the reader's own clock shows at an instant of a school in another zone: "22:30 your time".
    YOUR_TIME = "{when} your time";
    /// A day near now: "Friday 27 November".
    DAY = "{weekday} {day} {month}";
    /// A day of this year in few words: "27 Nov".
    SHORT_DAY = "{day} {month}";
    /// A date: "27 Nov 2026".
    DATE = "{day} {month} {year}";
    /// Two of a list, or a list and what follows in it.
    LIST = "{first}, {next}";
    /// What goes before the last of a list, and the last, where there is nothing more of it.
    LIST_END = "{first} and {last}";
    PERCENT = "{n}\u{a0}%";
    /// A share too small for a whole percent: "under 1 %".
    UNDER = "under {share}";
    BYTES = "{n}\u{a0}B";
    KILOBYTES = "{n}\u{a0}kB";
    MEGABYTES = "{n}\u{a0}MB";
    GIGABYTES = "{n}\u{a0}GB";
    TERABYTES = "{n}\u{a0}TB";
    MONDAY = "Monday";
    TUESDAY = "Tuesday";
    WEDNESDAY = "Wednesday";
    THURSDAY = "Thursday";
    FRIDAY = "Friday";
    SATURDAY = "Saturday";
    SUNDAY = "Sunday";
    MON = "Mon";
    TUE = "Tue";
    WED = "Wed";
    THU = "Thu";
    FRI = "Fri";
    SAT = "Sat";
    SUN = "Sun";
    JANUARY = "January";
    FEBRUARY = "February";
    MARCH = "March";
    APRIL = "April";
    MAY = "May";
    JUNE = "June";
    JULY = "July";
    AUGUST = "August";
    SEPTEMBER = "September";
    OCTOBER = "October";
    NOVEMBER = "November";
    DECEMBER = "December";
    JAN = "Jan";
    FEB = "Feb";
    MAR = "Mar";
    APR = "Apr";
    SHORT_MAY = "May";
    JUN = "Jun";
    JUL = "Jul";
    AUG = "Aug";
    SEP = "Sep";
    OCT = "Oct";
    NOV = "Nov";
    DEC = "Dec";
}

/// From Monday on.
pub const WEEKDAYS: [Key; 7] = [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY];
/// From Monday on, short.
pub const SHORT_WEEKDAYS: [Key; 7] = [MON, TUE, WED, THU, FRI, SAT, SUN];
/// From January on.
pub const MONTHS: [Key; 12] = [JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER];
/// From January on, short.
pub const SHORT_MONTHS: [Key; 12] = [JAN, FEB, MAR, APR, SHORT_MAY, JUN, JUL, AUG, SEP, OCT, NOV, DEC];
/// Steps of 1,024 bytes.
pub const SIZES: [Key; 5] = [BYTES, KILOBYTES, MEGABYTES, GIGABYTES, TERABYTES];

/// A number with its thousands set apart: `12,345`.
pub fn grouped(number: &str) -> String {
    let digits = number.trim_start_matches('-');
    let whole = digits.split('.').next().unwrap_or_default().len();
    let mut out = String::from(if number.starts_with('-') { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
