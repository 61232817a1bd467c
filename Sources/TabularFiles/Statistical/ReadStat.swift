import CReadStat
import Glibc
import SurveyModel

/// Why ReadStat could not read or write a data set.
struct ReadStatFault: Error {
  let code: readstat_error_t
  /// Cases read before it, and those that the header promises (−1 where it does not say).
  var casesRead = 0
  var casesExpected = -1
  /// Whether reading stopped because more was in it than is read.
  var isOfSize = false

  /// ReadStat's words.
  var reason: String { String(cString: readstat_error_message(code)) }

  /// Whether the text of the file is not in the encoding that it was taken to be in.
  var isOfEncoding: Bool {
    code == READSTAT_ERROR_CONVERT || code == READSTAT_ERROR_CONVERT_BAD_STRING
      || code == READSTAT_ERROR_CONVERT_SHORT_STRING || code == READSTAT_ERROR_UNSUPPORTED_CHARSET
  }

  /// Whether more was promised than is there.
  var isOfLength: Bool {
    code == READSTAT_ERROR_READ || code == READSTAT_ERROR_SEEK
      || code == READSTAT_ERROR_ROW_COUNT_MISMATCH || code == READSTAT_ERROR_PARSE
  }
}

/// A data set on its way out of ReadStat, whose callbacks hold on to it.
final class StatisticalParse {
  /// As the file names it; nil where it does not.
  private(set) var declaredEncoding: String?
  fileprivate var expected = -1
  fileprivate var label = ""
  fileprivate var notes: [String] = []
  fileprivate var weight: String?
  fileprivate var variables: [StatisticalVariable] = []
  fileprivate var labelSets: [String] = []
  fileprivate var sets: [String: [StatisticalVariable.ValueLabel]] = [:]
  fileprivate var numbers: [[Double]] = []
  fileprivate var texts: [[String]] = []
  fileprivate var cases = 0
  private let bytes: [UInt8]
  private var offset = 0
  private var valueCount = 0
  private var textBytes = 0
  private var isTooLarge = false

  /// Values of a data set, and bytes of its texts, that are held in memory: a small file may unpack
  /// to any number of them.
  static let (mostValues, mostTextBytes) = (100_000_000, 1 << 30)

  /// Reads a data set; the cost is linear in its values.
  ///
  /// - Parameter encoding: As iconv names it; nil for the one that the file names.
  init(
    _ bytes: [UInt8], format: StatisticalFile.Format, encoding: String?
  ) throws(ReadStatFault) {
    self.bytes = format == .por ? PortableAlphabet.withoutRepetitions(bytes) : bytes
    guard let parser = readstat_parser_init() else {
      throw ReadStatFault(code: READSTAT_ERROR_MALLOC)
    }
    defer { readstat_parser_free(parser) }
    setHandlers(of: parser)
    if let encoding { readstat_set_file_character_encoding(parser, encoding) }
    let context = Unmanaged.passUnretained(self).toOpaque()
    let code =
      switch format {
      case .sav, .zsav: readstat_parse_sav(parser, "", context)
      case .por: readstat_parse_por(parser, "", context)
      case .dta: readstat_parse_dta(parser, "", context)
      }
    guard !isTooLarge else { throw ReadStatFault(code: code, isOfSize: true) }
    let isShort = (expected >= 0 && cases < expected) || !isWhole
    guard code == READSTAT_OK, !isShort else {
      throw ReadStatFault(
        code: code == READSTAT_OK ? READSTAT_ERROR_ROW_COUNT_MISMATCH : code, casesRead: cases,
        casesExpected: expected)
    }
  }

  private func setHandlers(of parser: UnsafeMutablePointer<readstat_parser_t>) {
    readstat_set_open_handler(parser) { _, _ in 0 }
    readstat_set_close_handler(parser) { _ in 0 }
    readstat_set_seek_handler(parser, seekRequested)
    readstat_set_read_handler(parser, readRequested)
    readstat_set_io_ctx(parser, Unmanaged.passUnretained(self).toOpaque())
    readstat_set_metadata_handler(parser, metadataFound)
    readstat_set_note_handler(parser, noteFound)
    readstat_set_variable_handler(parser, variableFound)
    readstat_set_fweight_handler(parser, weightFound)
    readstat_set_value_handler(parser, valueFound)
    readstat_set_value_label_handler(parser, valueLabelFound)
  }

  fileprivate func take(_ metadata: UnsafeMutablePointer<readstat_metadata_t>) {
    expected = Int(readstat_get_row_count(metadata))
    label = readstat_get_file_label(metadata).map { String(cString: $0) } ?? ""
    declaredEncoding = readstat_get_file_encoding(metadata).map { String(cString: $0) }
  }

  fileprivate func seek(to offset: Int, _ whence: readstat_io_flags_t) -> Int {
    let base =
      whence == READSTAT_SEEK_SET ? 0 : whence == READSTAT_SEEK_CUR ? self.offset : bytes.count
    let (target, isBeyond) = base.addingReportingOverflow(offset)
    guard !isBeyond, (0...bytes.count).contains(target) else { return -1 }
    self.offset = target
    return target
  }

  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - offset)
    guard count > 0 else { return 0 }
    bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[offset..<offset + count])) }
    offset += count
    return count
  }

  /// Counts a value with the bytes of its text.
  ///
  /// - Returns: Whether it may still be held.
  fileprivate func count(textBytes length: Int) -> Bool {
    valueCount += 1
    textBytes += length
    isTooLarge = valueCount > Self.mostValues || textBytes > Self.mostTextBytes
    return !isTooLarge
  }

  /// Whether every variable has a value in every case.
  private var isWhole: Bool {
    variables.indices.allSatisfy { index in
      if case .texts = variables[index].values { return texts[index].count == cases }
      return numbers[index].count == cases
    }
  }

  /// The data set as it was read.
  func file(_ format: StatisticalFile.Format) -> StatisticalFile {
    var finished = variables
    for index in finished.indices {
      finished[index].valueLabels = sets[labelSets[index]] ?? []
      if case .texts = finished[index].values {
        finished[index].values = .texts(texts[index])
      } else {
        finished[index].values = .numbers(numbers[index])
      }
    }
    return StatisticalFile(
      format: format, label: label, notes: notes, variables: finished, caseCount: cases,
      weightVariable: weight)
  }
}

private func state(_ context: UnsafeMutableRawPointer?) -> StatisticalParse? {
  context.map { Unmanaged<StatisticalParse>.fromOpaque($0).takeUnretainedValue() }
}

private func seekRequested(
  _ offset: readstat_off_t, _ whence: readstat_io_flags_t, _ context: UnsafeMutableRawPointer?
) -> readstat_off_t {
  readstat_off_t(state(context)?.seek(to: Int(offset), whence) ?? -1)
}

private func readRequested(
  _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let buffer, count > 0 else { return 0 }
  return state(context)?.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count))
    ?? -1
}

private func metadataFound(
  _ metadata: UnsafeMutablePointer<readstat_metadata_t>?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  if let metadata { state(context)?.take(metadata) }
  return 0
}

private func noteFound(
  _ index: Int32, _ note: UnsafePointer<CChar>?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  if let note { state(context)?.notes.append(String(cString: note)) }
  return 0
}

private func weightFound(
  _ variable: UnsafeMutablePointer<readstat_variable_t>?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  state(context)?.weight = readstat_variable_get_name(variable).map { String(cString: $0) }
  return 0
}

private func variableFound(
  _ index: Int32, _ variable: UnsafeMutablePointer<readstat_variable_t>?,
  _ labels: UnsafePointer<CChar>?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let variable else { return 1 }
  let isText = readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING
  state.variables.append(
    StatisticalVariable(
      name: readstat_variable_get_name(variable).map { String(cString: $0) } ?? "",
      label: readstat_variable_get_label(variable).map { String(cString: $0) } ?? "",
      format: readstat_variable_get_format(variable).map { String(cString: $0) } ?? "",
      measure: Measure(readstat_variable_get_measure(variable)),
      missing: (0..<readstat_variable_get_missing_ranges_count(variable)).map {
        StatisticalVariable.MissingValues(
          readstat_variable_get_missing_range_lo(variable, $0),
          readstat_variable_get_missing_range_hi(variable, $0))
      }, values: isText ? .texts([]) : .numbers([])))
  state.labelSets.append(labels.map { String(cString: $0) } ?? "")
  state.numbers.append([])
  state.texts.append([])
  return 0
}

private func valueLabelFound(
  _ set: UnsafePointer<CChar>?, _ value: readstat_value_t, _ label: UnsafePointer<CChar>?,
  _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let set, let label else { return 0 }
  state(context)?.sets[String(cString: set), default: []].append(
    StatisticalVariable.ValueLabel(
      StatisticalVariable.Value(value), String(cString: label)))
  return 0
}

private func valueFound(
  _ row: Int32, _ variable: UnsafeMutablePointer<readstat_variable_t>?, _ value: readstat_value_t,
  _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context) else { return 1 }
  let index = Int(readstat_variable_get_index(variable))
  guard state.variables.indices.contains(index) else { return 1 }
  if readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING {
    let text = readstat_string_value(value).map { String(cString: $0) } ?? ""
    guard state.count(textBytes: text.utf8.count) else { return 1 }
    state.texts[index].append(text)
  } else if !state.count(textBytes: 0) {
    return 1
  } else if readstat_value_is_tagged_missing(value) != 0 {
    let tag = UInt8(bitPattern: readstat_value_tag(value))
    state.numbers[index].append(
      StatisticalVariable.missingNumber(tag: Character(UnicodeScalar(tag))))
  } else {
    let isMissing = readstat_value_is_system_missing(value) != 0
    state.numbers[index].append(isMissing ? .nan : readstat_double_value(value))
  }
  if index == state.variables.count - 1 { state.cases = Int(row) + 1 }
  return 0
}

extension StatisticalVariable.Value {
  fileprivate init(_ value: readstat_value_t) {
    if readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING {
      self = .text(readstat_string_value(value).map { String(cString: $0) } ?? "")
    } else if readstat_value_is_tagged_missing(value) != 0 {
      self = .tagged(Character(UnicodeScalar(UInt8(bitPattern: readstat_value_tag(value)))))
    } else {
      self = .number(readstat_double_value(value))
    }
  }
}

extension StatisticalVariable.MissingValues {
  fileprivate init(_ low: readstat_value_t, _ high: readstat_value_t) {
    let (first, last) = (StatisticalVariable.Value(low), StatisticalVariable.Value(high))
    if case .number(let a) = first, case .number(let b) = last, a != b {
      self = .range(a, b)
    } else {
      self = .value(first)
    }
  }
}

extension Measure {
  fileprivate init?(_ measure: readstat_measure_t) {
    switch measure {
    case READSTAT_MEASURE_NOMINAL: self = .nominal
    case READSTAT_MEASURE_ORDINAL: self = .ordinal
    case READSTAT_MEASURE_SCALE: self = .scale
    default: return nil
    }
  }
}

/// A data set on its way into a file's bytes.
final class StatisticalWriting {
  private(set) var bytes: [UInt8] = []
  private let file: StatisticalFile
  private let writer: UnsafeMutablePointer<readstat_writer_t>
  private var variables: [UnsafeMutablePointer<readstat_variable_t>?] = []
  private var references: [String: UnsafeMutablePointer<readstat_string_ref_t>] = [:]
  /// Texts that the writer points to until it is freed: it keeps no copies of missing values.
  private var heldTexts: [UnsafeMutablePointer<CChar>] = []

  /// Writes a data set that keeps the format's limits; the cost is linear in its values.
  init(_ file: StatisticalFile) throws(ReadStatFault) {
    guard let writer = readstat_writer_init() else {
      throw ReadStatFault(code: READSTAT_ERROR_MALLOC)
    }
    (self.file, self.writer) = (file, writer)
    defer {
      readstat_writer_free(writer)
      for text in heldTexts { free(text) }
    }
    try check(readstat_set_data_writer(writer, bytesMade))
    try check(readstat_writer_set_file_label(writer, file.label))
    // ReadStat writes the hour of the time zone that it finds; the header's date replaces it.
    try check(readstat_writer_set_file_timestamp(writer, 0))
    for note in file.notes { readstat_add_note(writer, note) }
    for (index, variable) in file.variables.enumerated() { try define(variable, index) }
    try begin()
    for row in 0..<file.caseCount { try write(row) }
    try check(readstat_end_writing(writer))
    let date = HeaderDate(file.date)
    guard date.replace(in: &bytes, file.format) else {
      throw ReadStatFault(code: READSTAT_ERROR_WRITE)
    }
    guard file.format != .dta else { return }
    guard let names = ShortNames(of: bytes) else {
      throw ReadStatFault(code: READSTAT_ERROR_WRITE)
    }
    names.mend(&bytes)
  }

  fileprivate func append(_ made: UnsafeRawBufferPointer) { bytes.append(contentsOf: made) }

  private func check(_ code: readstat_error_t) throws(ReadStatFault) {
    guard code == READSTAT_OK else { throw ReadStatFault(code: code) }
  }

  private func begin() throws(ReadStatFault) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    if file.format == .dta {
      try check(readstat_writer_set_file_format_version(writer, 118))
      return try check(readstat_begin_writing_dta(writer, context, file.caseCount))
    }
    let compression = file.format == .zsav ? READSTAT_COMPRESS_BINARY : READSTAT_COMPRESS_ROWS
    try check(readstat_writer_set_compression(writer, compression))
    try check(readstat_begin_writing_sav(writer, context, file.caseCount))
  }

  private func define(_ variable: StatisticalVariable, _ index: Int) throws(ReadStatFault) {
    var (type, width) = (READSTAT_TYPE_DOUBLE, 0)
    if case .texts(let texts) = variable.values {
      (type, width) = (READSTAT_TYPE_STRING, max(1, texts.map(\.utf8.count).max() ?? 1))
      if file.format == .dta, width > StatisticalFile.longestStataText {
        (type, width) = (READSTAT_TYPE_STRING_REF, 0)
        for text in texts where references[text] == nil {
          references[text] = readstat_add_string_ref(writer, text)
        }
      }
    }
    let made = readstat_add_variable(writer, variable.name, type, width)
    variables.append(made)
    readstat_variable_set_label(made, variable.label)
    if !variable.format.isEmpty { readstat_variable_set_format(made, variable.format) }
    if let measure = variable.measure { readstat_variable_set_measure(made, measure.readStat) }
    readstat_variable_set_label_set(made, labelSet(variable, type, index))
    for missing in variable.missing { try add(missing, made) }
    if file.weightVariable == variable.name {
      try check(readstat_writer_set_fweight_variable(writer, made))
    }
  }

  private func labelSet(
    _ variable: StatisticalVariable, _ type: readstat_type_t, _ index: Int
  ) -> UnsafeMutablePointer<readstat_label_set_t>? {
    guard !variable.valueLabels.isEmpty else { return nil }
    let set = readstat_add_label_set(writer, type, "labels\(index + 1)")
    for label in variable.valueLabels {
      switch label.value {
      case .number(let number): readstat_label_double_value(set, number, label.text)
      case .text(let text): readstat_label_string_value(set, text, label.text)
      case .tagged(let tag):
        readstat_label_tagged_value(set, CChar(tag.asciiValue ?? 0x61), label.text)
      }
    }
    return set
  }

  private func add(
    _ missing: StatisticalVariable.MissingValues,
    _ made: UnsafeMutablePointer<readstat_variable_t>?
  ) throws(ReadStatFault) {
    switch missing {
    case .value(.number(let number)):
      try check(readstat_variable_add_missing_double_value(made, number))
    case .value(.text(let text)):
      guard let held = strdup(text) else { throw ReadStatFault(code: READSTAT_ERROR_MALLOC) }
      heldTexts.append(held)
      try check(readstat_variable_add_missing_string_value(made, held))
    case .value(.tagged): break
    case .range(let low, let high):
      try check(readstat_variable_add_missing_double_range(made, low, high))
    }
  }

  private func write(_ row: Int) throws(ReadStatFault) {
    try check(readstat_begin_row(writer))
    for (variable, made) in zip(file.variables, variables) {
      switch variable.values {
      case .numbers(let numbers): try write(numbers[row], made)
      case .texts(let texts):
        if made?.pointee.type == READSTAT_TYPE_STRING_REF {
          try check(readstat_insert_string_ref(writer, made, references[texts[row]]))
        } else {
          try check(readstat_insert_string_value(writer, made, texts[row]))
        }
      }
    }
    try check(readstat_end_row(writer))
  }

  private func write(
    _ number: Double, _ made: UnsafeMutablePointer<readstat_variable_t>?
  ) throws(ReadStatFault) {
    guard number.isNaN else { return try check(readstat_insert_double_value(writer, made, number)) }
    guard file.format == .dta, let tag = StatisticalVariable.missingTag(of: number) else {
      return try check(readstat_insert_missing_value(writer, made))
    }
    try check(readstat_insert_tagged_missing_value(writer, made, CChar(tag.asciiValue ?? 0x61)))
  }
}

private func bytesMade(
  _ data: UnsafeRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let context else { return -1 }
  Unmanaged<StatisticalWriting>.fromOpaque(context).takeUnretainedValue()
    .append(UnsafeRawBufferPointer(start: data, count: count))
  return count
}

extension Measure {
  fileprivate var readStat: readstat_measure_t {
    switch self {
    case .nominal: READSTAT_MEASURE_NOMINAL
    case .ordinal: READSTAT_MEASURE_ORDINAL
    case .scale: READSTAT_MEASURE_SCALE
    }
  }
}
