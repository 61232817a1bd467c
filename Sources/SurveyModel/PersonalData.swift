/// What identifies a person, or belongs to one alone: the one account of what is personal, for drafts,
/// exports, estimates and checks.
///
/// > Federal Law 152-FZ "On Personal Data", article 3.
public enum PersonalData: String, Hashable, Sendable, CaseIterable {
  case email, internetAddress, telephone, birthday, name, address, document, position, device
  case recording, interviewer, contact

  /// What it is, for messages.
  public var words: String {
    switch self {
    case .email: "an e-mail address"
    case .internetAddress: "an IP address"
    case .telephone: "a telephone number"
    case .birthday: "a date of birth"
    case .name: "a name"
    case .address: "an address"
    case .document: "a document's number"
    case .position: "a place on the map"
    case .device: "the number of a device"
    case .recording: "the name of a recording or a picture"
    case .interviewer: "an interviewer's name"
    case .contact: "how to reach a person"
    }
  }

  /// What a column of this name holds, whatever its answers look like; nil where the name does not
  /// plainly say so.
  ///
  /// - Parameter name: As in a field file, the groups before it included.
  public init?(column name: String) {
    let first = name.split(whereSeparator: \.isNewline).first.map(String.init) ?? name
    let last = first.split { $0 == "/" }.last.map(String.init) ?? first
    if let what = PersonalData(columnOf: Self.words(of: last)) {
      self = what
      return
    }
    let ends = Self.ends(of: last) + [Self.dividingCapitals(last)]
    // `brand-name` is no person's.
    let found = ends.lazy.compactMap { PersonalData(columnOf: Self.words(of: $0)) }
      .first { $0 != .name && $0 != .address }
    guard let found else { return nil }
    self = found
  }

  /// What stands behind each sign that may divide a name from the groups before it.
  private static func ends(of name: String) -> [String] {
    name.indices.filter { ":-.".contains(name[$0]) }.map {
      String(name[name.index(after: $0)...])
    }
  }

  /// `gps Latitude` of `gpsLatitude`.
  private static func dividingCapitals(_ name: String) -> String {
    var text = ""
    for character in name {
      if character.isUppercase, text.last?.isLowercase == true { text.append(" ") }
      text.append(character)
    }
    return text
  }

  /// What a text asks for: a question's label, or a column's name that is one.
  public init?(askedFor text: String) {
    let words = Self.words(of: text)
    let sentence = Array(" \(words.joined(separator: " ")) ".utf8)
    // Every phrase begins with the space before a word.
    let starts = sentence.indices.filter { sentence[$0] == UInt8(ascii: " ") }
      .map { sentence[$0...] }
    let asked = Self.phrases.first { $0.phrases.contains { $0.begins(anyOf: starts) } }?.what
    let isName = words.count <= 2 && words.contains { $0 == "name" || $0 == "имя" }
    guard let what = asked ?? PersonalData(columnOf: words) ?? (isName ? .name : nil) else {
      return nil
    }
    self = what
  }

  /// What kind of answer a question wants.
  public enum Answer: Hashable, Sendable { case text, number, date, choice }

  /// What the name and the labels of a question ask for.
  ///
  /// How many telephones a household has is nobody's own; a day of birth is, however it is asked for; a
  /// choice tells a person only where interviewers are chosen among.
  public init?(asking texts: [String], for answer: Answer) {
    let found: PersonalData? =
      switch answer {
      case .text:
        texts.lazy.compactMap(PersonalData.init(askedFor:)).first
          ?? (texts.contains { Self.asksWhenBorn($0) } ? .birthday : nil)
      case .number:
        texts.lazy.filter { !Self.asksForCount($0) }.compactMap(PersonalData.init(askedFor:)).first
      case .date:
        texts.lazy.compactMap(PersonalData.init(askedFor:)).first
          ?? (texts.contains { Self.speaksOfBirth($0) } ? .birthday : nil)
      case .choice: texts.contains { Self.asksForInterviewer($0) } ? .interviewer : nil
      }
    guard let found else { return nil }
    self = found
  }

  private static func asksForInterviewer(_ text: String) -> Bool {
    guard maySpeakOfInterviewers(text) else { return false }
    let words = words(of: text)
    if columns[words.joined(separator: " ")] == .interviewer { return true }
    // All of these phrases have one of these words.
    guard words.contains(where: { word in interviewers.contains { word.utf8.starts(with: $0) } })
    else { return false }
    let sentence = " \(words.joined(separator: " ")) "
    return interviewer.phrases.contains { sentence.contains($0) }
  }

  private static let interviewers = ["interviewer", "enumerator", "интервьюер"].map {
    Array($0.utf8)
  }

  /// Whether one of the stems that all names and phrases of ``interviewer`` have stands in a text, in
  /// small or capital letters. Of a hundred questions none has, and each is asked many times; their
  /// words need not be told apart for it.
  static func maySpeakOfInterviewers(_ text: String) -> Bool {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 { bytes.append(byte, inSmallLetters: bytes.last) }
    return interviewerStems.contains { stem in
      bytes.indices.contains { bytes[$0] == stem[0] && bytes[$0...].starts(with: stem) }
    }
  }

  private static let interviewerStems = [
    "user", "submit", "login", "enum", "interviewer", "пользовател", "логин", "интервьюер",
  ].map { Array($0.utf8) }

  private static func asksForCount(_ text: String) -> Bool {
    let words = words(of: text)
    return words.contains { $0 == "сколько" || $0 == "количество" }
      || zip(words, words.dropFirst()).contains { $0 == ("how", "many") }
  }

  private static func asksWhenBorn(_ text: String) -> Bool {
    words(of: text).contains { $0 == "when" || $0 == "когда" } && speaksOfBirth(text)
  }

  private static func speaksOfBirth(_ text: String) -> Bool {
    words(of: text).contains { word in
      word == "born" || ["birth", "родил", "рожден", "рождён"].contains { word.hasPrefix($0) }
    }
  }

  private init?(columnOf words: [String]) {
    if let what = Self.columns[words.joined(separator: " ")] {
      self = what
    } else if Self.namesPositionPart(words) {
      // `gps_latitude`, `_home_longitude`, `home-Latitude`
      self = .position
    } else {
      return nil
    }
  }

  /// Whether a part of a position stands behind its name, after a hyphen also.
  private static func namesPositionPart(_ words: [String]) -> Bool {
    let parts = words.flatMap { $0.split(separator: "-").map(String.init) }
    return parts.count > 1 && parts.last.map(positionParts.contains) == true
  }

  private static let positionParts: Set<String> = ["latitude", "longitude", "altitude"]

  /// By the names of columns in small letters.
  private static let columns: [String: PersonalData] = Dictionary(
    allCases.flatMap { what in what.columnNames.map { ($0, what) } },
    uniquingKeysWith: { first, _ in first })

  private static let phrases = allCases.map { what in
    (what: what, phrases: what.phrases.map { Array($0.utf8) })
  }
}

extension PersonalData {
  /// Names of columns in small letters, words divided by one space.
  private var columnNames: [String] {
    switch self {
    case .email:
      [
        "email", "e-mail", "e mail", "mail", "email address", "emailaddress", "recipientemail",
        "recipient email", "почта", "эл почта", "электронная почта", "адрес электронной почты",
        "имейл",
      ]
    case .internetAddress:
      ["ip", "ipaddr", "ipaddress", "ip address", "ip-address", "ip-адрес", "ip адрес"]
    case .telephone:
      [
        "phone", "phonenumber", "phone number", "telephone", "tel", "mobile", "cell", "cellphone",
        "devicephonenum",
        "mobile phone", "whatsapp", "телефон", "тел", "номер телефона", "мобильный",
      ]
    case .birthday:
      [
        "dob", "birthdate", "birth date", "birthday", "dateofbirth", "date of birth",
        "дата рождения", "день рождения",
      ]
    case .name:
      [
        "name", "fullname", "full name", "firstname", "first name", "lastname", "last name",
        "surname", "middlename", "middle name", "patronymic", "recipientfirstname",
        "recipientlastname", "recipient first name", "recipient last name", "respondent name",
        "fio", "фио", "ф и о", "фамилия", "имя", "отчество", "фамилия имя отчество",
      ]
    case .address: ["address", "home address", "postal address", "адрес", "домашний адрес"]
    case .document:
      [
        "passport", "ssn", "snils", "inn", "паспорт", "снилс", "инн", "car number", "license plate",
        "licence plate", "номер автомобиля", "номер машины", "госномер",
      ]
    case .position:
      [
        "geolocation", "gps", "geopoint", "coordinates", "latitude", "longitude", "lat", "lon",
        "lng", "locationlatitude", "locationlongitude", "location latitude", "location longitude",
        "координаты", "геолокация", "широта", "долгота",
      ]
    case .device:
      [
        "deviceid", "device id", "imei", "subscriberid", "subscriber id", "simserial", "sim serial",
        "simid", "sim id", "device info", "deviceinfo", "devicemodel", "androidid", "android id",
        "mac address",
      ]
    case .recording:
      [
        "audio", "photo", "picture", "recording", "signature", "background-audio",
        "background audio", "audio audit", "text audit", "audit", "meta-audit", "attachments",
        "аудио", "фото", "подпись",
      ]
    case .interviewer:
      [
        "username", "user name", "submitted by", "submittername", "submitter name",
        "имя пользователя", "login", "логин", "enumerator", "enumerator name", "enum name",
        "interviewer",
        "interviewer name", "name of interviewer", "интервьюер", "имя интервьюера",
        "фио интервьюера",
      ]
    case .contact:
      [
        "contacts", "contact details", "contact information", "контакты", "контактные данные",
        "telegram nick", "telegram nickname", "telegram username", "telegram handle", "nickname",
        "ник", "никнейм", "ник в телеграме", "ник в телеграмме", "ник в telegram",
      ]
    }
  }

  /// Parts of a text between single spaces, in small letters.
  private var phrases: [String] {
    switch self {
    case .email: [" email", " e-mail", " электронная почт", " электронной почт", " имейл"]
    case .internetAddress: [" ip-адрес", " ip адрес", " ip address", " ip-address"]
    case .telephone: [" телефон", " phone", " telephone", " mobile number"]
    case .birthday:
      [
        " дата рождения", " дату рождения", " день рождения", " дата вашего рождения",
        " date of birth", " birth date", " birthdate", " birthday",
      ]
    case .name:
      [
        " фамили", " отчеств", " фио ", " ваше имя ", " полное имя ", " вас зовут ", " surname",
        " first name", " last name", " full name", " family name", " your name ",
      ]
    case .address:
      [" адрес", " your address", " home address", " postal address"]
    case .document:
      [
        " паспорт", " снилс", " инн ", " passport", " license plate", " licence plate",
        " car number ", " номер автомобил", " номер машины ", " номер вашей машины ", " госномер",
        " номер вашего автомобил",
      ]
    case .device:
      [
        " imei ", " device id ", " android id ", " mac address ", " номер устройства ",
        " идентификатор устройства ", " id устройства ",
      ]
    case .recording:
      [
        " audio file", " audio recording", " recording file", " name of the recording",
        " file name ", " name of the file", " имя файла ", " название файла ", " аудиозапис",
        " имя аудиофайла", " имя записи ",
      ]
    case .interviewer:
      [
        " interviewer name ", " interviewer s name ", " name of the interviewer ",
        " name of interviewer ", " enumerator name ", " enumerator s name ",
        " name of the enumerator ", " имя интервьюера ", " фио интервьюера ",
        " имя и фамилия интервьюера ", " фамилия интервьюера ",
      ]
    case .contact:
      [
        " контакты для связи ", " ваши контакты ", " контактные данные ",
        " контактная информация ", " контактную информацию ", " как с вами связаться ",
        " contact details ", " contact information ", " contact you ", " telegram nick",
        " telegram username", " telegram handle", " your nickname ", " ваш ник ", " никнейм",
        " ник в телеграм", " ник в telegram", " ссылка на вашу страницу ",
        " ссылку на вашу страницу ", " ссылка на ваш профиль ", " ссылку на ваш профиль ",
        " link to your profile ", " link to your page ",
      ]
    case .position: []
    }
  }

  /// The words of a text in small letters; digits and underscores part them.
  public static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
  }
}

extension Question {
  /// What identifying thing its answers are likely to be, by its type, name and labels; nil where
  /// none, and for closed questions but for those that name interviewers.
  public var personalData: PersonalData? {
    let texts = [name] + label.texts.sorted { $0.key < $1.key }.map(\.value)
    switch kind {
    case .text, .barcode, .calculation: return PersonalData(asking: texts, for: .text)
    case .integer, .decimal: return PersonalData(asking: texts, for: .number)
    case .date, .dateTime: return PersonalData(asking: texts, for: .date)
    case .selectOne, .selectMultiple: return PersonalData(asking: texts, for: .choice)
    case .position: return .position
    case .attachment: return .recording
    case .metadata(let field): return Self.recorded[field]
    default: return nil
    }
  }

  /// What devices record, by XLSForm's names; times are not personal.
  private static let recorded: [String: PersonalData] = [
    "phonenumber": .telephone, "email": .email, "deviceid": .device, "subscriberid": .device,
    "simserial": .device, "username": .interviewer, "audit": .recording,
    "background-audio": .recording,
  ]
}

extension [UInt8] {
  /// Adds a byte of UTF-8, capital letters of English and Russian as small ones.
  ///
  /// - Parameter previous: The byte before it, as it was added.
  fileprivate mutating func append(_ byte: UInt8, inSmallLetters previous: UInt8?) {
    switch (previous, byte) {
    case (_, UInt8(ascii: "A")...UInt8(ascii: "Z")): append(byte + 32)
    case (0xD0, 0x90...0x9F): append(byte + 0x20)
    case (0xD0, 0xA0...0xAF):
      self[count - 1] = 0xD1
      append(byte - 0x20)
    default: append(byte)
    }
  }

  /// Whether one of some texts begins with these bytes.
  fileprivate func begins(anyOf texts: [ArraySlice<UInt8>]) -> Bool {
    texts.contains { $0.starts(with: self) }
  }
}
