import CReadStat
import Glibc
import SurveyModel

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
