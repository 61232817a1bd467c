import FoundationEssentials
import InnovationPotential
import Reporting
import StudyFolder

/// `import/interim.csv`: the bases of what an unfinished survey has published, for the next run.
public struct InterimTable: Hashable, Sendable {
  public let bases: InterimBases

  init(_ bases: InterimBases) { self.bases = bases }

  static let path = "import/interim.csv"

  /// Reads the table that a former run left.
  ///
  /// - Parameter folder: Where reports are.
  /// - Returns: Nil where there is none.
  public init?(in folder: String) {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(Self.path)") else {
      return nil
    }
    var counts: [String: Int] = [:]
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst() {
      guard let comma = line.firstIndex(of: ","), let count = Int(line[..<comma]) else { continue }
      var name = String(line[line.index(after: comma)...])
      if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 {
        name = String(name.dropFirst().dropLast()).replacing("\"\"", with: "\"")
      }
      counts[name] = count
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
