/// Where interviews stand in their field files: file, sheet and line of each.
///
/// A file is kept once, and an interview takes 4 bytes where all are of one file, 8 where they are of
/// several; a ``SourceLocation`` takes 64.
public struct InterviewOrigins: RandomAccessCollection, Hashable, Sendable {
  /// Files and sheets, in the order in which they come first; their lines are nil.
  private var places: [SourceLocation] = []
  /// The place of each interview; empty while all are of the first.
  private var placeOfInterview: [Int32] = []
  /// The line of each interview; 0 where the whole file is meant.
  private var lines: [Int32] = []

  public init(_ locations: some Sequence<SourceLocation>) {
    lines.reserveCapacity(locations.underestimatedCount)
    for location in locations { append(location) }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { lines.count }

  public subscript(interview: Int) -> SourceLocation {
    var location = places[placeOfInterview.isEmpty ? 0 : Int(placeOfInterview[interview])]
    location.line = lines[interview] == 0 ? nil : Int(lines[interview])
    return location
  }

  /// The origins of some of the interviews, in the order given.
  public func picking(_ interviews: [Int]) -> Self {
    Self(interviews.lazy.map { self[$0] })
  }

  private mutating func append(_ location: SourceLocation) {
    var place = location
    place.line = nil
    let last = placeOfInterview.last.map { Int($0) } ?? 0
    let known =
      places.indices.contains(last) && places[last] == place ? last : places.firstIndex(of: place)
    let number = known ?? places.count
    if known == nil { places.append(place) }
    if number > 0, placeOfInterview.isEmpty {
      placeOfInterview = Array(repeating: 0, count: lines.count)
    }
    if !placeOfInterview.isEmpty { placeOfInterview.append(Int32(number)) }
    lines.append(Int32(clamping: location.line ?? 0))
  }
}
