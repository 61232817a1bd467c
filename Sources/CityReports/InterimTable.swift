import FoundationEssentials
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TabularFiles
import TextFormats

/// `import/interim.csv`: the bases of what an unfinished survey has published, for the next run.
public struct InterimTable: Hashable, Sendable {
  public let bases: InterimBases

  init(_ bases: InterimBases) { self.bases = bases }

  static let path = "import/interim.csv"

  /// Reads the table that a former run left.
  ///
  /// - Parameter folder: Where reports are.
  /// - Returns: Nil where there is none.
  /// - Throws: `interim-bases` where a row is not a figure with its interviews, and as
  ///   ``TabularFiles/Sheet/reading(_:name:)``.
  public init?(in folder: String) throws(TabularFileError) {
    let path = "\(folder)/\(Self.path)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let sheet = try Sheet.reading(path: path, displayPath: path, name: "interim").sheet
    var counts: [String: Int] = [:]
    for row in sheet.rows {
      guard let figure = row["figure"], let count = row["interviews"].flatMap({ Int($0) }) else {
        throw TabularFileError([
          Diagnostic(
            .error, "interim-bases", "expected a figure and the interviews that it rested on",
            fix: "restore the file; without it every figure is published anew, whatever its base",
            at: row.location)
        ])
      }
      counts[figure] = count
    }
    bases = InterimBases(counts)
  }

  var file: OutputFile {
    var table = DelimitedText(["interviews", "figure"])
    table.rows = bases.counts.sorted { $0.key < $1.key }.map { name, count in
      [.integer(count), .text(name)]
    }
    return OutputFile(path: Self.path, text: table.text(.standard))
  }
}
