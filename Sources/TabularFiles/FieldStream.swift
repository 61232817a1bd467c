import SurveyModel

/// A field file read a window at a time, in memory that does not grow with it.
///
/// Each window is a table of whole records; one after the other they are those that reading the whole
/// file gives. What is found from a file's beginning holds for all of it; decimal marks are told from each
/// window.
public struct FieldStream {
  /// The path as the user knows it.
  public let file: String
  private let source: Source
  private var reading: TextReading
  private let windowBytes: Int
  /// Where the next window begins.
  public private(set) var position = 0
  private var isOver = false
  private var stride = 0
  private var windowDiagnostics: [Diagnostic] = []

  /// How the file is written; nil before the first window.
  public private(set) var dialect: Dialect?
  /// What became of the bytes so far.
  public private(set) var ledger = FileLedger(bytes: 0)
  /// Records that were set aside, without their bytes: the first ``mostListed`` of them.
  public private(set) var irregular: [IrregularRecord] = []
  /// Regular records so far.
  public private(set) var rowCount = 0

  /// The ledger counts all records that are set aside; so many are listed with their places.
  public static let mostListed = 100_000
  /// Files up to this size are read in one window, where the caller does not say otherwise.
  public static let usualWindow = 1 << 30
  /// What a record may take at most, where a window must grow for it.
  private static let largestWindow = 1 << 31

  private enum Source {
    case file(OpenFile)
    /// A pipe, a workbook or a data set, read as a whole.
    case table(FieldTable)
  }

  /// - Parameters:
  ///   - path: Where the file lies.
  ///   - displayPath: The path as the user knows it.
  ///   - windowBytes: How much of it is read at a time.
  ///   - mayBePipe: Whether a pipe that the shell has opened is read to its end.
  /// - Throws: As ``FieldTable/reading(path:displayPath:options:)`` for pipes, workbooks and data sets;
  ///   `file-missing`, `file-is-a-folder`, `file-is-a-device` or `file-unreadable` for text.
  public init(
    path: String, displayPath: String, options: ReadingOptions = ReadingOptions(),
    windowBytes: Int = usualWindow, mayBePipe: Bool = false
  ) throws(TabularFileError) {
    file = displayPath
    self.windowBytes = windowBytes
    reading = TextReading(file: displayPath, options: options)
    let open = try OpenFile(path: path, displayPath: displayPath, mayBePipe: mayBePipe)
    let start = try open.isRegular ? open.bytes(0..<min(open.size, 4096)) : []
    if !open.isRegular || FieldTable.isOfCells(FileContents(file: displayPath, bytes: start)) {
      let bytes = try open.contents()
      guard bytes.count <= FileContents.largest else {
        throw FileContents.tooLarge(at: open.location)
      }
      source = .table(
        try FieldTable.reading(FileContents(file: displayPath, bytes: bytes), options: options))
    } else {
      try options.requireNoSheet(in: "text", file: displayPath)
      source = .file(open)
    }
  }

  /// For tests: with a smaller look ahead than any record needs that is no test's.
  init(
    path: String, options: ReadingOptions, windowBytes: Int, lookahead: Int
  ) throws(TabularFileError) {
    try self.init(path: path, displayPath: path, options: options, windowBytes: windowBytes)
    reading.lookahead = lookahead
  }

  /// Bytes of the file.
  public var size: Int {
    switch source {
    case .file(let open): open.size
    case .table(let table): table.ledger.fileBytes
    }
  }

  /// The next window; nil where there is none.
  ///
  /// - Throws: As ``FieldTable/reading(path:displayPath:options:)``; `file-changed` where the file is
  ///   another one in the end than in the beginning; `record-too-long`.
  public mutating func next() throws(TabularFileError) -> FieldTable? {
    if isOver { return nil }
    switch source {
    case .table(let table):
      isOver = true
      (dialect, position) = (table.dialect, table.ledger.fileBytes)
      windowDiagnostics = table.diagnostics
      (ledger, irregular, rowCount) = (table.ledger, table.irregular, table.rowCount)
      return table
    case .file(let open): return try next(open)
    }
  }

  private mutating func next(_ open: OpenFile) throws(TabularFileError) -> FieldTable? {
    var count = windowBytes
    while true {
      let end = min(position + count, open.size)
      let bytes = try open.bytes(position..<end)
      guard bytes.count == end - position else {
        try open.requireUnchanged(read: position + bytes.count)
        return nil
      }
      if let window = try reading.read(bytes, isLast: end == open.size) {
        try add(window, open, isLast: end == open.size)
        return window.table
      }
      count *= 2
      guard count <= Self.largestWindow else {
        throw TabularFileError(
          "record-too-long",
          "a record is longer than \(Self.largestWindow >> 20) MiB, from byte \(position) on or behind",
          fix: "look for a quote or a line end that is missing", at: open.location)
      }
    }
  }

  private mutating func add(
    _ window: TextReading.Window, _ open: OpenFile, isLast: Bool
  ) throws(TabularFileError) {
    let table = window.table
    dialect = table.dialect
    stride = table.columnCount
    rowCount += table.rowCount
    windowDiagnostics += table.diagnostics
    ledger.add(table.ledger.shifted(by: position))
    let room = Self.mostListed - irregular.count
    irregular += table.irregular.prefix(max(0, room)).map { $0.listed(from: position) }
    position += window.byteCount
    isOver = isLast
    if window.isTableOver, !isLast { try setRestAside(open) }
    ledger.total = position
    if isOver { try open.requireUnchanged(read: open.size) }
  }

  /// All that follows is a further table: it is counted, and not read.
  private mutating func setRestAside(_ open: OpenFile) throws(TabularFileError) {
    guard let block = irregular.popLast() else { return }
    var lineEnds = 0
    var place = block.extent.lowerBound
    var last: UInt8 = 0
    while place < open.size {
      let bytes = try open.bytes(place..<min(place + windowBytes, open.size))
      guard let first = bytes.first else { break }
      lineEnds += bytes.withUnsafeBufferPointer {
        ByteScan.census(of: $0, in: 0..<$0.count, quote: nil).lineEnds
      }
      // CR LF on both sides of a cut is one line end.
      if last == 0x0D, first == 0x0A { lineEnds -= 1 }
      last = bytes.last ?? 0
      place += bytes.count
    }
    ledger.irregular.size += place - position
    position = place
    isOver = true
    irregular.append(block.extended(to: place, lineEnds: lineEnds))
  }

  /// What is wrong with the file so far.
  public var diagnostics: [Diagnostic] {
    if case .table = source { return windowDiagnostics }
    var seen: Set<Diagnostic> = []
    let found = RecordFindings.diagnostics(
      irregular: irregular, ledger, file: file, stride: stride)
    return (windowDiagnostics + found).filter { seen.insert($0).inserted }
  }
}
