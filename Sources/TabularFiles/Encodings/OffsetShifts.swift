/// How far places of a rewritten text are from those of the text that it was written from.
struct OffsetShifts: Sendable {
  private var places: [Int] = []
  private var shifts: [Int] = []

  /// Shifts all places from one on, which lies behind those before, by so much more.
  mutating func add(_ shift: Int, from place: Int) {
    places.append(place)
    shifts.append((shifts.last ?? 0) + shift)
  }

  /// What is to be added to a place; O(log of their number).
  func shift(at place: Int) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : shifts[low - 1]
  }
}
