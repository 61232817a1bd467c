/// An ordinary Russian export: one table with Cyrillic text and decimal commas, in one of nine
/// encodings and dialects.
struct RussianExport {
  let name: String
  let bytes: [UInt8]
  let header: [String]
  /// Numbers with a decimal point, as what they are.
  let records: [[String]]

  /// The nine: what Excel, SPSS, Google Forms and old programs of Windows, DOS, Unix and Mac write.
  ///
  /// - Parameter seed: The same table for the same seed.
  static func all(seed: Int) -> [RussianExport] {
    var generator = SeededGenerator(seed: seed)
    let table = Table(&generator)
    let semicolons = WrittenForm(delimiter: ";")
    let tabs = WrittenForm(delimiter: "\t")
    let commas = WrittenForm(lineEnd: "\n")
    let unix = WrittenForm(delimiter: ";", lineEnd: "\n")
    let mac = WrittenForm(delimiter: ";", lineEnd: "\r")
    let separated = "sep=;\r\n" + table.text(semicolons)
    return [
      ("excel-windows-1251", Cyrillic.windows1251.encode(table.text(semicolons))),
      ("excel-utf-8-mark", [0xEF, 0xBB, 0xBF] + Array(table.text(semicolons).utf8)),
      ("excel-utf-16-tab", [0xFF, 0xFE] + littleEndian(table.text(tabs))),
      ("excel-dos-cp866", Cyrillic.cp866.encode(table.text(semicolons))),
      ("excel-mac-cyrillic", Cyrillic.mac.encode(table.text(mac))),
      ("excel-sep-windows-1251", Cyrillic.windows1251.encode(separated)),
      ("spss-windows-1251-tab", Cyrillic.windows1251.encode(table.text(tabs))),
      ("forms-utf-8-comma", Array(table.text(commas).utf8)),
      ("unix-koi8-r", Cyrillic.koi8r.encode(table.text(unix))),
    ].map { RussianExport(name: $0.0 + ".csv", bytes: $0.1, header: table.header, table.records) }
  }

  private init(name: String, bytes: [UInt8], header: [String], _ records: [[String]]) {
    (self.name, self.bytes, self.header, self.records) = (name, bytes, header, records)
  }

  private static func littleEndian(_ text: String) -> [UInt8] {
    text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }
}

extension RussianExport {
  private struct Table {
    let header = ["номер", "город", "район", "пол", "возраст", "доход", "оценка", "пожелание"]
    let records: [[String]]

    init(_ generator: inout SeededGenerator) {
      let open = [
        "Ремонт дорог, дворов и тротуаров", "Больше автобусов; меньше шума", "Всё устраивает",
        "Кинотеатр \"Победа\" закрыт, жаль", "Чистая вода", "Затрудняюсь ответить",
      ]
      records = (1...60).map { number in
        [
          "\(number)", ["Псков", "Великие Луки", "Выборг"][number % 3],
          ["Центр", "Завеличье", "Запсковье"].randomElement(using: &generator) ?? "",
          number % 2 == 0 ? "мужской" : "женский",
          "\(Int.random(in: 18...90, using: &generator))",
          "\(Int.random(in: 9...99, using: &generator)).\(Int.random(in: 11...99, using: &generator))",
          "\(Int.random(in: 0...9, using: &generator)).\(Int.random(in: 1...9, using: &generator))",
          open.randomElement(using: &generator) ?? "",
        ]
      }
    }

    /// The table with decimal commas.
    func text(_ form: WrittenForm) -> String {
      form.text(
        [header]
          + records.map { record in
            record.map { field in
              field.allSatisfy { $0.isNumber || $0 == "." }
                ? String(field.map { $0 == "." ? "," : $0 }) : field
            }
          })
    }
  }
}

/// Cyrillic alphabets of one byte a letter, written here anew: the reader's own are what is tested.
enum Cyrillic {
  case windows1251, cp866, koi8r, mac

  /// The bytes of a text of ASCII and Russian letters.
  func encode(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      scalar.value < 0x80 ? UInt8(scalar.value) : byte(scalar)
    }
  }

  private func byte(_ letter: Unicode.Scalar) -> UInt8 {
    if letter == "ё" || letter == "Ё" { return yo(isSmall: letter == "ё") }
    // А is 0, Я 31, а 32, я 63.
    let order = UInt8(truncatingIfNeeded: letter.value &- 0x410)
    switch self {
    case .windows1251: return 0xC0 + order
    case .cp866: return order < 48 ? 0x80 + order : 0xB0 + order
    case .mac: return order < 32 ? 0x80 + order : order == 63 ? 0xDF : 0xC0 + order
    case .koi8r:
      let places = Array("юабцдефгхийклмнопярстужвьызшэщчъ".unicodeScalars)
      let small = Unicode.Scalar(0x430 + UInt32(order % 32)) ?? letter
      let place = UInt8(places.firstIndex(of: small) ?? 0)
      return (order < 32 ? 0xE0 : 0xC0) + place
    }
  }

  private func yo(isSmall: Bool) -> UInt8 {
    switch self {
    case .windows1251: isSmall ? 0xB8 : 0xA8
    case .cp866: isSmall ? 0xF1 : 0xF0
    case .koi8r: isSmall ? 0xA3 : 0xB3
    case .mac: isSmall ? 0xDE : 0xDD
    }
  }
}
