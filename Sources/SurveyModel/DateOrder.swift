/// Which part of a date such as 5/6/2025 comes first.
public enum DateOrder: String, Hashable, Sendable, CaseIterable {
  case dayFirst = "day-first"
  case monthFirst = "month-first"
}
