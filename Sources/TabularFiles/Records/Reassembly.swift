/// A file put together again from what was kept of it, set aside and declared to be no data: the
/// proof that nothing vanished.
public struct Reassembly: Sendable {
  /// The parts in their order, one after the other.
  public let bytes: [UInt8]
  /// How many bytes came from records kept, from records set aside, and from parts without answers.
  public private(set) var kept = 0
  public private(set) var setAside = 0
  public private(set) var nonData = 0
  /// Where parts overlap, or leave something out between them: nil where each begins at the end of
  /// the one before.
  public private(set) var gap: Int?

  /// The place of the first byte that differs from a file's; nil where all are the same.
  ///
  /// - Parameter original: The file, read anew.
  public func firstDifference(from original: [UInt8]) -> Int? {
    if let place = zip(bytes, original).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      return place
    }
    return bytes.count == original.count ? nil : min(bytes.count, original.count)
  }

  private enum Origin { case kept, setAside, nonData }

  /// O(bytes + parts × log parts).
  fileprivate init(
    kept: [Range<Int>], setAside: [IrregularRecord], nonData: [Range<Int>], of file: [UInt8]
  ) {
    var parts = kept.map { (range: $0, bytes: file[$0], origin: Origin.kept) }
    parts += setAside.map { ($0.extent, $0.bytes[...], .setAside) }
    parts += nonData.map { ($0, file[$0], .nonData) }
    parts.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.count)
    for part in parts {
      if gap == nil, part.range.lowerBound != bytes.count { gap = bytes.count }
      bytes += part.bytes
      switch part.origin {
      case .kept: self.kept += part.bytes.count
      case .setAside: self.setAside += part.bytes.count
      case .nonData: self.nonData += part.bytes.count
      }
    }
    self.bytes = bytes
  }
}

extension FieldTable {
  /// The file put together again; nil where it is no text, but a workbook or a statistical file.
  public func reassembled() -> Reassembly? {
    guard case .text(let text) = storage else { return nil }
    return Reassembly(
      kept: text.fileRanges(rowCount: rowCount), setAside: irregular,
      nonData: ledger.nonDataRanges, of: text.fileBytes)
  }
}
