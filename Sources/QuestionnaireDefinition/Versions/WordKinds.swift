/// What a word that was added, taken away or exchanged may be about. A change of any word is one of
/// substance; these lists only say more of it.
public enum WordingAspect: String, Hashable, Sendable, CaseIterable {
  case negation
  case timeFrame = "time-frame"
  case unit, quantity, subject
}

enum WordKinds {
  /// What a changed word is about.
  static func aspects(of word: String) -> [WordingAspect] {
    var aspects: [WordingAspect] = []
    if negations.contains(word) || word.hasSuffix("n't") { aspects.append(.negation) }
    if isIn(times, timeBeginnings, word) || isYear(word) { aspects.append(.timeFrame) }
    if isIn(units, unitBeginnings, word) { aspects.append(.unit) }
    if word.first?.isNumber ?? false || isIn(quantities, quantityBeginnings, word) {
      aspects.append(.quantity)
    }
    if isIn(subjects, subjectBeginnings, word) { aspects.append(.subject) }
    return aspects
  }

  /// Whether one word denies the other: «доволен», «недоволен»; "likely", "unlikely".
  static func isDenial(_ word: String, of other: String) -> Bool {
    let (short, long) = word.count < other.count ? (word, other) : (other, word)
    guard short.count > 2, long.hasSuffix(short) else { return false }
    return prefixes.contains(String(long.dropLast(short.count)))
  }

  /// Whether a word is a span of time: a year, a month, an hour.
  static func isOfTime(_ word: String) -> Bool {
    isYear(word) || isIn(spans, spanBeginnings, word)
  }

  /// Whether a word says which time is meant, and not how it is counted: "the last month", «за год».
  static func framesTime(_ word: String) -> Bool {
    isYear(word) || isIn(frames, frameBeginnings, word)
  }

  private static let spans: Set<String> = [
    "лет", "день", "дня", "дней", "дни", "час", "часа", "часов", "часы", "hour", "hours",
  ]
  private static let spanBeginnings = [
    "год", "месяц", "недел", "кварта", "суток", "сутки", "минут", "секунд", "year", "month", "week",
    "day", "quarter", "minute", "second", "decade",
  ]
  private static let frames: Set<String> = [
    "за", "раз", "раза", "назад", "течение", "каждый", "каждую", "каждое", "last", "past",
    "previous", "next", "during", "ago", "since", "per", "each", "every", "within",
  ]
  private static let frameBeginnings = [
    "последн", "прошл", "ближайш", "предыдущ", "нынешн", "текущ", "будущ", "recent", "current",
    "coming",
  ]

  private static func isIn(_ words: Set<String>, _ beginnings: [String], _ word: String) -> Bool {
    words.contains(word) || beginnings.contains { word.hasPrefix($0) }
  }

  private static func isYear(_ word: String) -> Bool {
    word.count == 4 && (word.hasPrefix("19") || word.hasPrefix("20")) && Int(word) != nil
  }

  private static let prefixes: Set<String> = [
    "не", "без", "бес", "un", "in", "im", "dis", "ir", "il", "non", "mis",
  ]

  private static let negations: Set<String> = [
    "не", "нет", "ни", "никогда", "никто", "никого", "никому", "ничего", "ничто", "никак",
    "никакой",
    "никакие", "никаких", "нельзя", "невозможно", "без", "вряд", "едва", "против", "отсутствие",
    "отсутствует", "not", "no", "never", "none", "nobody", "nothing", "nowhere", "without",
    "neither",
    "nor", "cannot", "hardly", "scarcely", "barely", "against", "lack", "lacks", "fail", "fails",
  ]

  private static let times: Set<String> = [
    "лет", "день", "дня", "дней", "дни", "сейчас", "сегодня", "вчера", "завтра", "теперь", "раньше",
    "прежде", "обычно", "назад", "потом", "скоро", "утром", "вечером", "летом", "зимой", "весной",
    "осенью", "today", "yesterday", "tomorrow", "now", "ever", "ago", "since", "usually",
    "nowadays",
    "before", "after", "soon", "last", "past", "next", "previous", "during", "lately", "earlier",
    "later", "weekend", "summer", "winter", "spring", "autumn", "typical", "typically",
  ]
  private static let timeBeginnings = [
    "год", "месяц", "недел", "кварта", "суток", "сутки", "прошл", "последн", "нынешн", "текущ",
    "ближайш", "будущ", "предыдущ", "ежедневн", "еженедел", "ежемесяч", "ежегодн", "когда-",
    "недавн",
    "year", "month", "week", "day", "daily", "quarter", "recent", "current", "future", "decade",
    "annual",
  ]

  private static let units: Set<String> = [
    "раз", "раза", "час", "часа", "часов", "часы", "км", "м", "кг", "шт", "%", "₽", "$", "€", "£",
    "баллов", "балла", "балл", "times", "km", "kg", "hour", "hours", "mile", "miles", "point",
    "points", "grade", "grades", "usd", "gbp", "eur", "pound", "pounds", "foot", "feet", "meters",
    "metres",
  ]
  private static let unitBeginnings = [
    "минут", "секунд", "рубл", "тыс", "млн", "млрд", "миллион", "доллар", "евро", "процент",
    "километр",
    "метр", "килограмм", "minute", "second", "ruble", "rouble", "thousand", "million", "dollar",
    "euro", "percent", "kilomet",
  ]

  private static let quantities: Set<String> = [
    "все", "всех", "всем", "весь", "вся", "много", "мало", "больше", "меньше", "более", "менее",
    "только", "лишь", "хотя", "минимум", "максимум", "один", "одна", "одно", "одного", "два", "две",
    "двух", "три", "трех", "четыре", "четырех", "пять", "пяти", "шесть", "семь", "восемь", "девять",
    "десять", "десяти", "двенадцать", "двенадцати", "половина", "оба", "обе", "очень", "совсем",
    "вполне", "полностью", "несколько", "all", "some", "most", "many", "few", "more", "less",
    "least",
    "only", "every", "each", "any", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "twelve", "half", "both", "several", "very", "fully", "completely", "entirely",
    "much", "enough", "once", "twice",
  ]
  private static let quantityBeginnings = [
    "некотор", "больши", "многи", "кажд", "люб", "примерн", "не менее", "не более",
  ]

  private static let subjects: Set<String> = [
    "я", "мне", "меня", "мной", "мы", "нас", "нам", "вы", "вас", "вам", "вами", "он", "она", "они",
    "их", "им", "ему", "ей", "люди", "людей", "людям", "i", "me", "my", "mine", "myself", "we",
    "us",
    "our", "ours", "you", "your", "yours", "yourself", "they", "them", "their", "he", "she", "his",
    "her", "people", "person", "someone", "anyone", "everyone", "others", "children", "child",
    "family", "families", "town", "towns", "country",
  ]
  private static let subjectBeginnings = [
    "ваш", "наш", "мой", "моя", "мое", "мои", "моей", "моего", "семь", "семей", "семе", "домохоз",
    "дет", "ребен", "жител", "россиян", "сосед", "друз", "родствен", "коллег", "человек", "город",
    "горож", "район", "стран", "двор", "област", "регион", "household", "resident", "neighb",
    "friend", "relative", "colleague", "citizen", "city", "cities", "district", "region", "state",
  ]
}
