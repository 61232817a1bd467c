/// What the marks within a column's numbers mean.
public struct NumberMarks: Hashable, Sendable {
  /// The mark before a fraction.
  public let decimal: DecimalMark
  /// Whether the other mark stands between thousands.
  public let isGrouped: Bool
  /// Whether it cannot be told what a comma means, or it stands between codes: a field with one is no number.
  public let isOpen: Bool

  public init(decimal: DecimalMark, isGrouped: Bool = false, isOpen: Bool = false) {
    (self.decimal, self.isGrouped, self.isOpen) = (decimal, isGrouped, isOpen)
  }

  /// The other mark than ``decimal``.
  public var group: DecimalMark { decimal == .point ? .comma : .point }
}

extension NumberMarks {
  /// Whether a field is a number by these marks only if its comma is: then it is none.
  func forbids(_ field: UnsafeBufferPointer<UInt8>) -> Bool { isOpen && field.contains(0x2C) }
}
