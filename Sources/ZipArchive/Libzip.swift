import CZip

/// Reads a zip archive that is in memory, through libzip.
///
/// Nothing is written to a disk. An entry whose path leads out of the archive (`../x`, `/x`) is
/// neither listed nor read.
package struct ZipReader: ~Copyable {
  private static let blockSize = 1 << 16

  private let archive: OpaquePointer

  /// Opens an archive for the duration of `body`.
  ///
  /// - Throws: ``ZipError`` where the bytes are no complete archive, and what `body` throws.
  package static func open<Result>(
    _ bytes: [UInt8], _ body: (borrowing ZipReader) throws -> Result
  ) throws -> Result {
    // To libzip, no bytes are an archive without entries.
    guard !bytes.isEmpty else { throw ZipError.incomplete }
    return try bytes.withUnsafeBytes { buffer in
      var error = zip_error_t()
      zip_error_init(&error)
      defer { zip_error_fini(&error) }
      guard
        let source = zip_source_buffer_create(
          buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error)
      else { throw ZipError.noMemory }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
        zip_source_free(source)
        throw ZipError.incomplete
      }
      defer { zip_discard(archive) }
      return try body(ZipReader(archive: archive))
    }
  }

  /// The paths of the entries in the archive's order, those that lead out of it left out.
  package var paths: [String] {
    (0..<max(0, zip_get_num_entries(archive, 0))).compactMap { index in
      zip_get_name(archive, zip_uint64_t(index), 0).map { String(cString: $0) }
    }.filter(ZipEntry.isInside)
  }

  /// Whether there is an entry of this path, in any case of letters.
  package func contains(_ path: String) -> Bool { index(of: path) != nil }

  /// Unpacks an entry block by block, and takes its size from the budget.
  ///
  /// - Parameter path: In any case of letters.
  /// - Throws: ``ZipError`` where it cannot be unpacked within the budget, and what `body` throws.
  package func read(
    _ path: String, within budget: inout UnpackingBudget,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let index = index(of: path), let file = zip_fopen_index(archive, index, 0) else {
      throw ZipError.missing(path)
    }
    defer { zip_fclose(file) }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 16)
    defer { block.deallocate() }
    while true {
      let count = Int(zip_fread(file, block.baseAddress, zip_uint64_t(Self.blockSize)))
      guard count >= 0 else { throw ZipError.broken(path) }
      guard count > 0 else { return }
      try budget.take(count)
      try body(UnsafeRawBufferPointer(rebasing: block[..<count]))
    }
  }

  /// Unpacks an entry, and takes its size from the budget.
  package func bytes(of path: String, within budget: inout UnpackingBudget) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try read(path, within: &budget) { bytes.append(contentsOf: $0) }
    return bytes
  }

  private func index(of path: String) -> zip_uint64_t? {
    guard ZipEntry.isInside(path) else { return nil }
    return zip_uint64_t(exactly: zip_name_locate(archive, path, zip_flags_t(ZIP_FL_NOCASE)))
  }
}

/// Writes a zip archive in memory, through libzip.
package enum ZipWriter {
  /// The bytes of an archive: its entries in their order, all dated 1980-01-01, so that the same
  /// entries give the same bytes.
  ///
  /// - Throws: ``ZipError`` for a path that leads out of the archive or stands twice, and where
  ///   there is no memory.
  package static func bytes(of entries: [ZipEntry]) throws(ZipError) -> [UInt8] {
    if let outside = entries.first(where: { !ZipEntry.isInside($0.path) }) {
      throw .outside(outside.path)
    }
    guard !entries.isEmpty else { return emptyArchive }
    guard let target = zip_source_buffer_create(nil, 0, 0, nil) else { throw .noMemory }
    defer { zip_source_free(target) }
    zip_source_keep(target)
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, nil) else {
      zip_source_free(target)
      throw .noMemory
    }
    let failure = entries.flatMap(\.bytes).withUnsafeBytes { packed in
      write(entries, packed, to: archive)
    }
    if let failure { throw failure }
    return try contents(of: target)
  }

  /// The end of a central directory without entries: libzip writes no archive that is empty.
  private static let emptyArchive: [UInt8] =
    [0x50, 0x4B, 5, 6] + Array(repeating: 0, count: 18)

  /// Writes the entries, whose bytes stand one after the other, and closes the archive.
  private static func write(
    _ entries: [ZipEntry], _ packed: UnsafeRawBufferPointer, to archive: OpaquePointer
  ) -> ZipError? {
    var start = 0
    for entry in entries {
      let bytes = packed[start..<start + entry.bytes.count]
      start = bytes.endIndex
      if let failure = add(entry, UnsafeRawBufferPointer(rebasing: bytes), to: archive) {
        zip_discard(archive)
        return failure
      }
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      return .noMemory
    }
    return nil
  }

  private static func add(
    _ entry: ZipEntry, _ bytes: UnsafeRawBufferPointer, to archive: OpaquePointer
  ) -> ZipError? {
    guard
      let source = zip_source_buffer(archive, bytes.baseAddress, zip_uint64_t(bytes.count), 0)
    else { return .noMemory }
    let added = zip_file_add(archive, entry.path, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard let index = zip_uint64_t(exactly: added) else {
      zip_source_free(source)
      return .refused(entry.path)
    }
    let method = entry.isStored ? ZIP_CM_STORE : ZIP_CM_DEFLATE
    guard zip_set_file_compression(archive, index, method, 0) == 0,
      zip_file_set_dostime(archive, index, 0, firstDay, 0) == 0
    else { return .refused(entry.path) }
    return nil
  }

  /// 1980-01-01, the first day that the format can tell.
  private static let firstDay: zip_uint16_t = 0x21

  private static func contents(of source: OpaquePointer) throws(ZipError) -> [UInt8] {
    var status = zip_stat_t()
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
      throw .noMemory
    }
    defer { zip_source_close(source) }
    let size = Int(status.size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, Int(zip_source_read(source, buffer.baseAddress, zip_uint64_t(size))))
    }
    guard bytes.count == size else { throw .noMemory }
    return bytes
  }
}
