/// Where the fields of a record begin, in lines and characters: libcsv, fed a byte at a time,
/// tells where each one ends.
struct FieldPlaces {
  struct Place: Hashable {
    /// Lines after the record's first one.
    var line: Int
    /// Characters from the line's start, from 1.
    var column: Int
  }

  private var places: [Place] = []
  private var mend: RowMark.Mend?

  /// - Parameters:
  ///   - record: Bytes that begin with the record; those after it are not read.
  ///   - mend: How the record was mended.
  init(
    _ record: UnsafeBufferPointer<UInt8>, _ form: RecordForm, mend: RowMark.Mend? = nil
  ) {
    self.init(
      record, mend: mend, delimiter: form.delimiter.rawValue, quote: form.quote,
      isUTF8: form.text.isUTF8)
  }

  /// - Parameter isUTF8: Whether a character may have several bytes.
  init(
    _ record: UnsafeBufferPointer<UInt8>, mend: RowMark.Mend? = nil, delimiter: UInt8,
    quote: QuoteMark, isUTF8: Bool
  ) {
    self.mend = mend
    var delimiter = delimiter
    if case .spaces = mend { delimiter = Delimiter.space.rawValue }
    let parser = RecordParser(delimiter: delimiter, quote: quote, isStrict: false)
    let texts: [Int] =
      switch mend {
      case .quoteAsText(let offset): [offset]
      case .delimitersAsText(let offsets): offsets
      default: []
      }
    if !texts.isEmpty {
      var marked = Array(record)
      for offset in texts { marked[offset] = RecordReader.mark }
      marked.withUnsafeBufferPointer { find(in: $0, parser, delimiter, isUTF8) }
    } else if case .delimiterBefore(let offset) = mend {
      var marked = Array(record)
      marked.insert(delimiter, at: offset)
      marked.withUnsafeBufferPointer { find(in: $0, parser, delimiter, isUTF8, inserted: offset) }
    } else {
      find(in: record, parser, delimiter, isUTF8)
    }
  }

  private mutating func find(
    in record: UnsafeBufferPointer<UInt8>, _ parser: RecordParser, _ delimiter: UInt8,
    _ isUTF8: Bool, inserted: Int? = nil
  ) {
    var here = Place(line: 0, column: 1)
    var isBefore = true
    for (index, byte) in record.enumerated() {
      if isBefore, !(isSpace(byte) && byte != delimiter) {
        places.append(here)
        isBefore = false
      }
      let count = parser.fieldCount
      if parser.feed(record.part(index..<index + 1)) == .record { break }
      if parser.fieldCount > count { isBefore = true }
      if index == inserted { continue }
      here.advance(
        over: byte, next: index + 1 < record.count ? record[index + 1] : 0, isUTF8: isUTF8)
    }
    if isBefore { places.append(here) }
  }

  /// The place of a field; that of the last one for fields beyond it.
  subscript(_ column: Int) -> Place {
    let field =
      switch mend {
      case .divided(let field) where column > field: column - 1
      case .joined(let field) where column > field: column + 1
      default: column
      }
    return field < places.count ? places[field] : places.last ?? Place(line: 0, column: 1)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension FieldPlaces.Place {
  /// The place of a byte in a text.
  init(at offset: Int, in text: UnsafeBufferPointer<UInt8>, isUTF8: Bool) {
    self.init(line: 0, column: 1)
    for index in 0..<offset {
      advance(over: text[index], next: index + 1 < text.count ? text[index + 1] : 0, isUTF8: isUTF8)
    }
  }

  /// Steps over a byte; `next` tells CR LF, one line end, from CR.
  mutating func advance(over byte: UInt8, next: UInt8, isUTF8: Bool) {
    if byte == 0x0A || (byte == 0x0D && next != 0x0A) {
      line += 1
      column = 1
    } else if byte != 0x0D, !isUTF8 || next & 0xC0 != 0x80 {
      column += 1
    }
  }
}
