/// A hash table from the cells of quantities to identifiers.
struct CellTable {
  private var keys = [UInt32](repeating: 0, count: 64)
  /// −1 where the slot is free.
  private var values = [Int32](repeating: -1, count: 64)
  private var count = 0

  /// The value of a cell, made where it is new.
  mutating func value(_ cell: UInt32, make: () -> Int32) -> Int32 {
    let slot = slot(of: cell)
    if values[slot] >= 0 { return values[slot] }
    let made = make()
    (keys[slot], values[slot]) = (cell, made)
    count += 1
    if 2 * count > keys.count { grow() }
    return made
  }

  private func slot(of cell: UInt32) -> Int {
    let mask = keys.count - 1
    var slot = Int((cell &* 0x9E37_79B1) >> 7) & mask
    while values[slot] >= 0, keys[slot] != cell { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = [UInt32](repeating: 0, count: 2 * oldKeys.count)
    values = [Int32](repeating: -1, count: keys.count)
    for (key, value) in zip(oldKeys, oldValues) where value >= 0 {
      let place = slot(of: key)
      (keys[place], values[place]) = (key, value)
    }
  }
}
