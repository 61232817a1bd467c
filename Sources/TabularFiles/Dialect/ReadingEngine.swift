/// What divides a field file's text into records and fields.
public enum ReadingEngine: String, CaseIterable, Hashable, Sendable {
  /// libcsv, but for runs of records that a faster reader divides the same way.
  case automatic = "auto"
  /// libcsv alone.
  case libcsv
}
