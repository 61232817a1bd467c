import TabularFiles
import Timing

/// Times the reading of whole field files by each engine: `field-files [RUNS] FILE…`.
@main
enum FieldFileBenchmark {
  static func main() throws {
    var arguments = CommandLine.arguments.dropFirst()
    var runs = 5
    if let given = arguments.first.flatMap({ Int($0) }) {
      runs = given
      arguments = arguments.dropFirst()
    }
    for file in arguments {
      for engine in ReadingEngine.allCases {
        var options = ReadingOptions()
        options.engine = engine
        var size = (rows: 0, columns: 0)
        let timing = try Timing(runs: runs, warmUps: 1) {
          try FieldTable.reading(path: file, displayPath: file, options: options)
        } consume: {
          size = ($0.rowCount, $0.columnCount)
        }
        print(timing.line("\(file), \(size.rows) × \(size.columns), \(engine.rawValue)"))
      }
    }
  }
}
