#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Fields drawn by chance, written to standard output in pieces of a few megabytes.
struct FieldWriter {
  struct Form {
    var delimiter = ","
    var lineEnd = "\n"
    var quotesAll = false
  }

  private let form: Form
  private var bytes: [UInt8] = []
  private var isFirst = true
  private var state: UInt64 = 20_251_125

  init(_ form: Form) { self.form = form }

  /// A whole number from 0 to one less than `count`.
  mutating func draw(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(((state >> 33) * UInt64(count)) >> 31)
  }

  mutating func write(header: [String]) {
    for name in header { add(name) }
    endRecord()
  }

  mutating func add(_ number: Int) { add(String(number)) }

  mutating func add(_ text: String) {
    if !isFirst { append(form.delimiter) }
    isFirst = false
    append(form.quotesAll ? "\"\(text)\"" : text)
  }

  /// A code of a closed question: 1 to 5, sometimes more digits, sometimes blank.
  mutating func addCode() {
    switch draw(100) {
    case 0..<8: add("")
    case 8..<88: add(1 + draw(5))
    case 88..<97: add(draw(100))
    default: add(99)
    }
  }

  mutating func addRegion() { add(Self.regions[draw(Self.regions.count)]) }

  /// An open answer between quotes, with what makes such answers hard to read; blank without words.
  mutating func addAnswer(words: Int) {
    var text = ""
    for word in 0..<words {
      text += Self.words[draw(Self.words.count)]
      switch draw(40) {
      case 0: text += ", "
      case 1: text += ".\n"
      case 2: text += " \"\"\(Self.words[draw(Self.words.count)])\"\" "
      default: text += word == words - 1 ? "" : " "
      }
    }
    add(text.isEmpty ? "" : "\"\(text)\"")
  }

  mutating func endRecord() {
    append(form.lineEnd)
    isFirst = true
    if bytes.count > 1 << 22 { flush() }
  }

  mutating func flush() {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
        let count = Self.write(rest)
        guard count > 0 else { exit(74) }
        written += count
      }
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(1, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(1, bytes.baseAddress, bytes.count)
    #endif
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private static let regions = [
    "Псков", "Петрозаводск", "Великий Новгород", "Мурманск", "Архангельск", "Вологда", "Тверь",
    "Смоленск", "Нижний Новгород", "Ростов-на-Дону",
  ]

  private static let words = [
    "город", "двор", "парк", "дорога", "освещение", "автобус", "поликлиника", "школа", "мало",
    "много", "места", "детям", "негде", "гулять", "хорошо", "плохо", "чисто", "тихо", "убирают",
    "редко", "набережная", "рынок", "работа", "молодёжь", "уезжает", "соседи", "помогают", "не",
    "и", "а", "в", "на", "у", "нас", "всё", "ещё", "раньше", "теперь", "лучше", "было",
  ]
}
