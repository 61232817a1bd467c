/// The `type` cell of a form's row, understood.
enum RowType: Hashable {
  enum Container: String, Hashable {
    case group, loop
    case repetition = "repeat"
  }

  enum Selection: Hashable {
    case one, multiple, rank
  }

  /// A question whose answer needs no list.
  enum Simple: Hashable {
    case integer, decimal, range, text, date, time, dateTime, position, barcode, attachment
    case acknowledgement, calculation, note
  }

  case begin(Container, list: String?)
  case end(Container)
  case simple(Simple)
  case metadata(String)
  case select(Selection, list: String, allowsOther: Bool)
  /// Choices of the sheet `external_choices`.
  case selectExternal(list: String)
  /// Choices in a file beside the form.
  case selectFromFile(Selection, file: String)
  /// A file that the form carries along; no question.
  case attachedFile
  /// Another form to be put in here, named in the column `name`.
  case inclusion

  /// nil for what is no type of the XLSForm reference.
  init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let plain = words.map { $0.lowercased() }
    if let container = Self.container(words, plain) ?? Self.selection(words, plain) {
      self = container
    } else if plain.first == "include" {
      self = .inclusion
    } else if plain.first == "osm" {
      self = .simple(.attachment)
    } else if let known = Self.named[Self.stripped(plain)] {
      self = known
    } else {
      return nil
    }
  }

  private static func container(_ words: [String], _ plain: [String]) -> RowType? {
    let parts = plain.flatMap { word in
      word.hasPrefix("begin_") || word.hasPrefix("end_")
        ? word.split(separator: "_", maxSplits: 1).map(String.init) : [word]
    }
    guard parts.count > 1, ["begin", "end"].contains(parts[0]) else { return nil }
    guard let container = containers[parts[1]] else { return nil }
    if parts[0] == "end" { return .end(container) }
    let list = plain.count > 2 && plain.last != parts[1] ? words.last : nil
    return .begin(container, list: list)
  }

  private static let containers: [String: Container] = [
    "group": .group, "lgroup": .group, "repeat": .repetition, "loop": .loop, "looped": .loop,
  ]

  /// How selections are named, longer names first.
  private static let selections: [([String], Selection)] = [
    (["add", "select", "one", "prompt", "using"], .one),
    (["add", "select", "multiple", "prompt", "using"], .multiple),
    (["select", "all", "that", "apply", "from"], .multiple),
    (["select", "all", "that", "apply"], .multiple), (["select", "multiple", "from"], .multiple),
    (["select", "multiple", "using"], .multiple), (["select", "one", "from"], .one),
    (["select", "one", "using"], .one), (["select", "one", "external"], .one),
    (["select", "multiple"], .multiple), (["select", "one"], .one),
    (["select_multiple"], .multiple),
    (["select_one"], .one), (["select1"], .one), (["rank"], .rank), (["select"], .multiple),
  ]

  private static func selection(_ words: [String], _ plain: [String]) -> RowType? {
    if ["select_one_external", "select_one_from_file", "select_multiple_from_file"]
      .contains(plain.first)
    {
      guard words.count > 1 else { return nil }
      if plain[0] == "select_one_external" { return .selectExternal(list: words[1]) }
      return .selectFromFile(plain[0] == "select_one_from_file" ? .one : .multiple, file: words[1])
    }
    guard let (name, kind) = selections.first(where: { plain.starts(with: $0.0) }),
      name.count < words.count
    else { return nil }
    let list = words[name.count]
    if name.last == "external" { return .selectExternal(list: list) }
    let rest = plain.dropFirst(name.count + 1).joined(separator: " ")
    let allowsOther = ["or_other", "or other", "or specify other"].contains(rest)
    guard allowsOther || rest.isEmpty else { return nil }
    return .select(kind, list: list, allowsOther: allowsOther)
  }

  /// Without the words that older forms put around a type: `add … prompt`, `q …`, `get …`,
  /// `uri:…`.
  private static func stripped(_ words: [String]) -> String {
    var words = words
    if words.count > 1, let first = words.first, ["add", "q", "get"].contains(first) {
      words.removeFirst()
    }
    if words.count > 1, words.last == "prompt" { words.removeLast() }
    let type = words.joined(separator: " ")
    return type.hasPrefix("uri:") ? String(type.dropFirst(4)) : type
  }

  private static let named: [String: RowType] = {
    var types: [String: RowType] = [:]
    for (names, type) in simpleNames { for name in names { types[name] = .simple(type) } }
    for (names, field) in metadataNames { for name in names { types[name] = .metadata(field) } }
    for name in ["xml-external", "csv-external"] { types[name] = .attachedFile }
    return types
  }()

  private static let simpleNames: [([String], Simple)] = [
    (
      [
        "integer", "int", "number of days in last month", "number of days in last six months",
        "number of days in last year",
      ], .integer
    ),
    (["decimal", "percentage"], .decimal), (["range"], .range),
    (["text", "string", "phone number"], .text), (["date"], .date), (["time"], .time),
    (["datetime", "date time", "date_time"], .dateTime),
    (
      [
        "geopoint", "geotrace", "geoshape", "location", "gps", "start-geopoint",
        "background-geopoint",
      ], .position
    ),
    (["barcode"], .barcode),
    (
      ["image", "photo", "picture", "audio", "video", "file", "background-audio", "binary"],
      .attachment
    ),
    (["acknowledge", "trigger"], .acknowledgement), (["calculate", "hidden"], .calculation),
    (["note"], .note),
  ]

  private static let metadataNames: [([String], String)] = [
    (["start", "start time"], "start"), (["end", "end time"], "end"), (["today"], "today"),
    (["deviceid", "device id", "imei", "device_id"], "deviceid"),
    (["subscriberid", "subscriber id", "subscriber_id"], "subscriberid"),
    (["simserial", "sim id", "sim_id", "simid"], "simserial"),
    (["phonenumber", "phonenumber_preload", "phone_number"], "phonenumber"),
    (["username"], "username"), (["email"], "email"), (["audit"], "audit"),
  ]
}
