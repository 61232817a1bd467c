import FoundationEssentials
import SurveyModel

/// The field files of a study, each for one row of `sources.csv`.
///
/// A file that two rows name would count twice. Where both say the same of it, it is read once;
/// where they do not, for neither, since nothing tells which is right. Two sheets of a workbook are
/// two files, and so are two waves of a panel's wide file, each with a questionnaire of its own.
struct FilesNamedTwice {
  /// One for each file, in the order of the rows.
  private(set) var sources: [Source] = []
  /// Those that are read for no row.
  private(set) var leftOut: [Source] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - rows: For each row of `sources.csv`, the files that it names.
  ///   - folder: The study's folder.
  init(_ rows: [[Source]], in folder: String) {
    let all = rows.flatMap(\.self)
    let byPlace = Dictionary(grouping: all.indices) { all[$0].placeOnDisk(in: folder) }
    var (needless, contested): (Set<Int>, Set<Int>) = ([], [])
    for same in byPlace.values where same.count > 1 {
      for (place, index) in same.enumerated() {
        for earlier in same[..<place] where all[earlier].readsSame(as: all[index]) {
          if all[earlier].saysSame(as: all[index]) {
            needless.insert(index)
          } else {
            contested.formUnion([earlier, index])
          }
        }
      }
    }
    for (index, source) in all.enumerated() {
      if contested.contains(index) {
        leftOut.append(source)
        note(source, beside: contested.sorted().map { all[$0] }, in: folder, isRead: false)
      } else if needless.contains(index) {
        let others = all.indices.filter { !contested.contains($0) }.map { all[$0] }
        note(source, beside: others, in: folder, isRead: true)
      } else {
        sources.append(source)
      }
    }
  }

  /// Tells a file once, at the later of the first two rows that name it.
  private mutating func note(
    _ source: Source, beside others: [Source], in folder: String, isRead: Bool
  ) {
    let place = source.placeOnDisk(in: folder)
    guard let first = others.first(where: { $0.placeOnDisk(in: folder) == place }),
      first.location != source.location
    else { return }
    let rows = "rows \(first.location.line ?? 0) and \(source.location.line ?? 0) of sources.csv"
    diagnostics.append(
      Diagnostic(
        isRead ? .warning : .error, "file-named-twice",
        isRead
          ? "\(rows) both name '\(source.file)' and say the same of it; it is read once"
          : "\(rows) both name '\(source.file)': its interviews would count twice, and it is read for"
            + " neither",
        fix: source.pattern == nil && first.pattern == nil
          ? "take out one of the rows, or mend its file"
          : "take out one of the rows, or write a pattern that finds no file of the other",
        at: source.location))
  }
}

extension Source {
  /// The file that it names, however the name is written, and the workbook's sheet.
  fileprivate func placeOnDisk(in folder: String) -> String {
    let path = URL(fileURLWithPath: path(in: folder)).resolvingSymlinksInPath().path
    return path + "\u{0}" + (form[.sheet] ?? "")
  }

  /// Whether it reads interviews that another row of the same file reads too: not where both are
  /// waves of one wide file, with a questionnaire each.
  fileprivate func readsSame(as other: Source) -> Bool {
    guard case .fixed(let own) = wave, case .fixed(let others) = other.wave else { return true }
    return own == others || questionnaire == other.questionnaire
  }

  /// Whether it says the same of the file as another row.
  fileprivate func saysSame(as other: Source) -> Bool {
    var same = other
    (same.location, same.file, same.foundPath, same.pattern) = (location, file, foundPath, pattern)
    return same == self
  }
}
