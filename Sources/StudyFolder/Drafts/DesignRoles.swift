import SurveyModel
import TabularFiles

/// Which columns of a file are its design: who answered, with what weight, where, asked by whom, when.
struct DesignRoles {
  private(set) var roles: [ColumnRole: String] = [:]
  /// Roles that were told by a column's name and its values alone, with the reason in words.
  private(set) var guesses: [(role: ColumnRole, column: String, reason: String)] = []
  /// Roles that several columns claim.
  private(set) var rivals: [(role: ColumnRole, columns: [String])] = []

  /// - Parameters:
  ///   - known: Roles that the producer or the data set tells.
  ///   - value: The field of a row and a column.
  init(
    known: [ColumnRole: String], columns: [ColumnUnderstanding],
    rows: Range<Int>, value: (_ row: Int, _ column: Int) -> String
  ) {
    roles = known
    for role in Self.names.keys.sorted(by: { $0.name < $1.name }) where known[role] == nil {
      let fitting = columns.indices.filter { place in
        !known.values.contains(columns[place].name)
          && Self.isCalled(columns[place].name, role)
          && Self.fits(columns[place], role, rows) { value($0, place) }
      }
      let exact = fitting.filter {
        Self.names[role]?.contains(Self.plain(columns[$0].name)) == true
      }
      let chosen = role == .weight ? fitting : exact.isEmpty ? fitting : [exact[0]]
      if chosen.count == 1 {
        let name = columns[chosen[0]].name
        roles[role] = name
        guesses.append((role, name, Self.reason(role)))
      } else if chosen.count > 1 {
        rivals.append((role, chosen.map { columns[$0].name }))
      }
    }
  }

  private static func plain(_ name: String) -> String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return SheetName.plain(last)
  }

  /// Whether a column is called so: by the very name, or, of weights, with something behind it.
  private static func isCalled(_ name: String, _ role: ColumnRole) -> Bool {
    let plain = plain(name)
    if names[role]?.contains(plain) == true { return true }
    guard role == .weight else { return false }
    let parts = name.lowercased().split { !$0.isLetter }
    return parts.contains { ["weight", "weights", "wt", "wgt", "pweight", "вес"].contains($0) }
  }

  private static func fits(
    _ column: ColumnUnderstanding, _ role: ColumnRole, _ rows: Range<Int>, _ value: (Int) -> String
  ) -> Bool {
    switch role {
    case .identifier:
      return column.blanks == 0 && column.distinct > 1 && isUnique(rows, value)
    case .weight:
      // A person's own weight and a weight of one class are none.
      guard column.kind == .decimal, column.blanks == 0 else { return false }
      var (sum, lowest) = (0.0, Double.infinity)
      for row in rows {
        let text = String(value(row).map { $0 == "," ? "." : $0 })
        guard let number = Double(text) else { return false }
        (sum, lowest) = (sum + number, min(lowest, number))
      }
      return lowest >= 0 && sum > 0
    case .interviewer where column.kind == .text: return false
    case .stratum, .cluster, .interviewer:
      return column.blanks == 0 && column.distinct > 1 && 2 * column.distinct <= column.count
        && column.kind != .decimal
    case .started, .ended: return column.kind == .date && column.times > 0
    default: return false
    }
  }

  private static func isUnique(_ rows: Range<Int>, _ value: (Int) -> String) -> Bool {
    var seen: Set<String> = []
    seen.reserveCapacity(rows.count)
    return rows.allSatisfy { seen.insert(value($0)).inserted }
  }

  private static func reason(_ role: ColumnRole) -> String {
    switch role {
    case .identifier: "it is called so, and no value stands twice"
    case .weight: "it is called so, and holds positive numbers with decimals in every record"
    case .started, .ended: "it is called so, and holds dates with times"
    default: "it is called so, and each of its values is that of several records"
    }
  }

  private static let names: [ColumnRole: Set<String>] = [
    .identifier: [
      "id", "respondentid", "respid", "responseid", "respondent", "caseid", "interviewid", "num",
      "recordno", "recordnumber", "recordid", "uniqueid", "uuid", "anketa", "номер", "номеранкеты",
      "анкета", "idанкеты", "idреспондента", "нанкеты", "interviewkey", "subjectid", "serial",
    ],
    .weight: [
      "weight", "weights", "wt", "wgt", "pweight", "finalweight", "weightfinal", "basewt",
      "baseweight",
      "вес", "ves", "весовойкоэффициент", "вк",
    ],
    .stratum: ["stratum", "strata", "страта", "strataid", "stratumid"],
    .cluster: [
      "psu", "cluster", "clusterid", "samplingpoint", "segment", "ea", "eaid", "кластер",
      "точкаопроса", "номерточки", "точка", "psuid",
    ],
    .interviewer: [
      "interviewer", "interviewerid", "intid", "intcode", "enumeratorid", "enumerator",
      "кодинтервьюера", "интервьюер", "номеринтервьюера",
    ],
    .started: [
      "start", "starttime", "startdate", "started", "timestart", "interviewstart", "начало",
      "времяначала", "началоинтервью",
    ],
    .ended: [
      "end", "endtime", "enddate", "ended", "timeend", "interviewend", "submitdate", "окончание",
      "времяокончания", "конец", "конецинтервью",
    ],
  ]
}
