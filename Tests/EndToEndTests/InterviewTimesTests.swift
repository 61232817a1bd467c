import Foundation
import Testing

/// What `check` says of the times of interviews.
struct InterviewTimesTests {
  @Test func `check counts interviews with a start and an end, and names times it cannot read`()
    throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("sources.csv") { lines in
      lines[0] += ",started,ended"
      lines[1] += ",start_time,end_time"
      lines[2] += ",,"
    }
    try study.edit("responses/alpha.csv") { lines in
      lines[0] += ",start_time,end_time"
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        lines[row] += ",2025-05-31 10:00,2025-05-31 10:\(row % 50 + 10)"
      }
      lines[1] = lines[1].replacingOccurrences(of: "05-31 10:00", with: "02-31 10:00")
    }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("79 of 80 interviews have a start and an end, 79 a length"))
    #expect(outcome.output.contains("responses/alpha.csv:2:"))
    #expect(outcome.output.contains("[not-a-date]") && outcome.output.contains("[interview-times]"))
    #expect(!outcome.output.contains("city beta"))
  }
}
