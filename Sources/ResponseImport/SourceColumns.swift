import SurveyModel
import TabularFiles

/// The columns that a row of `sources.csv` names, found in the file.
struct SourceColumns {
  private var places: [Use: Int] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  /// Those of replicate weights, in order, and how they were made; nil where the source names
  /// none, or they cannot be used.
  private(set) var replicates: (making: ReplicateColumns.Making, places: [Int])?

  /// What the source says of the design and the file cannot give, as in ``DesignVariables/unread``.
  private(set) var unreadDesign: [String] = []

  /// What the source names a column for.
  private enum Use: Hashable {
    case role(ColumnRole)
    case city, wave

    /// The column of `sources.csv`.
    var name: String {
      switch self {
      case .role(let role): role.name
      case .city: "city-column"
      case .wave: "wave-column"
      }
    }
  }

  init(_ source: Source, header: [Sheet.Cell]) {
    let own = source.columns.filter { $0.key != .replicates }
    var named = own.map { (use: Use.role($0.key), name: $0.value) }
    if case .column(let name) = source.city { named.append((use: .city, name: name)) }
    if case .column(let name) = source.wave { named.append((use: .wave, name: name)) }
    for (use, name) in named.sorted(by: { $0.use.name < $1.use.name }) {
      if let place = Self.place(of: name, in: header) {
        places[use] = place
      } else {
        if case .role(let role) = use, role.isOfDesign { unreadDesign.append(role.name) }
        let near = Spelling.nearest(
          to: name.trimmingSpace, among: header.map(\.text.trimmingSpace))
        let meant = near.map { "; did you mean '\($0)'?" } ?? ""
        diagnostics.append(
          Diagnostic(
            .error, "column-missing",
            "\(source.file) has no column '\(name)', which '\(use.name)' names\(meant)",
            fix: "correct '\(use.name)' in sources.csv, or add the column to the file",
            at: source.location))
      }
    }
    if let range = source.columns[.replicates] {
      findReplicates(range, source, header)
      if replicates == nil { unreadDesign.append(ColumnRole.replicates.name) }
    }
  }

  private mutating func findReplicates(_ range: String, _ source: Source, _ header: [Sheet.Cell]) {
    let methodText = source.replicateMethod ?? ""
    guard var making = ReplicateColumns.Making(methodText) else {
      diagnostics.append(
        Diagnostic(
          .error, "replicate-method-unknown",
          "replicate weights are made in a way that '\(methodText)' does not name; they are not used",
          fix:
            "write jk1, jkn, brr, fay 0.3 (with its factor), bootstrap or sdr as 'replicate-method',"
            + " with 'factors' after it where the columns multiply the weight",
          at: source.location))
      return
    }
    guard let names = Self.names(from: range) else {
      diagnostics.append(
        Diagnostic(
          .error, "replicates-not-understood",
          "'\(range)' is no range of columns; replicate weights are not used",
          fix: "write the first and the last column with a hyphen, such as rw1-rw80",
          at: source.location))
      return
    }
    let found = names.map { Self.place(of: $0, in: header) }
    let missing = Swift.zip(names, found).filter { $1 == nil }.map(\.0)
    guard missing.isEmpty else {
      let rest = missing.count > 3 ? " and \(missing.count - 3) more" : ""
      diagnostics.append(
        Diagnostic(
          .error, "column-missing",
          "\(source.file) lacks \(missing.prefix(3).joined(separator: ", "))\(rest) of the replicate"
            + " weights \(range); none of them is used, for the spread of the others would be wrong",
          fix: "correct 'replicates' in sources.csv, or add the columns to the file",
          at: source.location))
      return
    }
    guard let scales = scales(of: making, count: found.count, source) else { return }
    making.scales = scales
    replicates = (making, found.compactMap { $0 })
  }

  /// The scales of the replicates of `jkn`; none of other methods, whose scale is known.
  ///
  /// - Returns: Nil where they are not as they must be, which is noted.
  private mutating func scales(
    of making: ReplicateColumns.Making, count: Int, _ source: Source
  ) -> [Double]? {
    let words = (source.replicateScales ?? "").split { $0 == " " || $0 == ";" }
    let numbers = words.map { Double($0.replacing(",", with: ".")) ?? .nan }
    let found: String
    switch making.method {
    case .stratifiedJackknife:
      if numbers.count == count, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) { return numbers }
      found =
        words.isEmpty
        ? "jkn needs the scales of its \(count) replicates"
        : "\(count) scales from 0 up are needed, one for each replicate, and \(words.count) stand in"
          + " 'replicate-scales'" + (numbers.count == count ? ", not all of them such numbers" : "")
    default:
      if words.isEmpty { return [] }
      found = "'replicate-scales' are of jkn; the scale of the other methods is known"
    }
    diagnostics.append(
      Diagnostic(
        .error, "replicate-scales-wrong", "\(found); replicate weights are not used",
        fix: "write (n − 1)/n of each replicate's stratum, spaces between, in 'replicate-scales' of"
          + " sources.csv, or take it out where the method is not jkn",
        at: source.location))
    return nil
  }

  /// `rw1-rw80`: the columns of one name that end in the numbers from the first to the last; zeros
  /// before the number are kept.
  private static func names(from range: String) -> [String]? {
    let ends = range.split(separator: "-").map { String($0).trimmingSpace }
    guard ends.count == 2 else { return nil }
    let digits = ends.map { end in String(end.reversed().prefix { $0.isNumber }.reversed()) }
    let stems = Swift.zip(ends, digits).map { String($0.dropLast($1.count)) }
    guard stems[0] == stems[1], digits[0].count <= 18, let first = Int(digits[0]),
      let last = Int(digits[1]), last > first, last - first < 10_000
    else { return nil }
    let width = digits[0].hasPrefix("0") ? digits[0].count : 0
    return (first...last).map { number in
      let text = String(number)
      return stems[0] + String(repeating: "0", count: max(0, width - text.count)) + text
    }
  }

  /// The column of a role; nil where the source names none, or the file lacks it.
  subscript(role: ColumnRole) -> Int? { places[.role(role)] }

  /// All columns that the source names and the file has: they hold no answers.
  var all: Set<Int> { Set(places.values).union(replicates?.places ?? []) }

  /// The columns of the codes of cities and waves; nil where the source gives their names.
  var city: Int? { places[.city] }
  var wave: Int? { places[.wave] }

  /// The column of this name; else the only one that has it in another case.
  private static func place(of name: String, in header: [Sheet.Cell]) -> Int? {
    let trimmed = name.trimmingSpace
    if let exact = header.firstIndex(where: { $0.text.trimmingSpace == trimmed }) { return exact }
    let folded = header.indices.filter {
      header[$0].text.trimmingSpace.lowercased() == trimmed.lowercased()
    }
    return folded.count == 1 ? folded[0] : nil
  }
}
