import CReadStat
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
