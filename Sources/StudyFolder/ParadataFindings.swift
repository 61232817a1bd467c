import SurveyModel
import TextFormats

extension StudyAnswers {
  /// Of how many interviews start and end are known, for each sample of whose sources any names
  /// the columns `started` or `ended`.
  public var paradataFindings: [Diagnostic] {
    samples.compactMap { sample in
      let interviews = sample.paradata.interviews
      guard interviews.contains(where: { $0.started != nil || $0.ended != nil }) else { return nil }
      let both = interviews.count { $0.started != nil && $0.ended != nil }
      let timed = interviews.count { $0.duration != nil }
      return Diagnostic(
        .note, "interview-times",
        "city \(sample.city), wave \(sample.wave): \(both) of \(interviews.count) "
          + "\(interviews.count == 1 ? "interview has" : "interviews have") a start and an end, "
          + "\(timed) a length", at: SourceLocation(file: "sources.csv"))
    }
  }
}
