// Which name each operation of a chain is on: a chain acts on the name that it has made last.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/operation.h"

namespace ioproof {

struct OperationNames {
    PathName name = PathName::File;
    PathName otherName = PathName::File;
};

/// The names of an item, each made from the one before; operations are on the last.
using Names = std::vector<PathName>;

struct ChainNames {
    /// One for each operation.
    std::vector<OperationNames> operations;
    /// The chain finds a file; else it makes one, or has to do with directories only.
    bool needsFile = false;
    /// The first that the chain does to the file is to create it.
    bool makesFile = false;
    /// The file has its first name when the chain ends, unless it had none before.
    bool keepsFile = true;
    /// The chain is on the file or on names beside it; else on the directory only, or on names that nothing has.
    bool usesFile = false;
    /// What the item has when the chain ends.
    Names left;
};

/// Follows the chain: `mkdir`, `link` and `symlink` put a name above the file's, `rmdir` and `unlink` take the last one
/// away, and all between them are on it. `rename` gives it its second name, or its first one back. `found`: what the
/// item has already, from earlier jobs or passes.
ChainNames namesOf(const std::vector<OperationKind>& operations, const Names& found = {PathName::File});

/// Names of the chain in its first pass and in one that finds what that has left, as renames alternate. `before`: what
/// earlier jobs have done.
std::array<ChainNames, 2> passNamesOf(const std::vector<OperationKind>& operations,
                                      const std::vector<OperationKind>& before);

/// Names of any pass of the chain besides that of the file, in their order.
std::vector<PathName> furtherNamesOf(const std::vector<OperationKind>& operations,
                                     const std::vector<OperationKind>& before = {});

/// Paths that a slot needs for any pass of the chain, that of the file included.
size_t pathsOf(const std::vector<OperationKind>& operations, const std::vector<OperationKind>& before = {});

/// Bytes of the longest suffix that `writeName` appends.
inline constexpr size_t longestNameSuffix = 16;

/// Writes the zero-terminated path of a name, from the path of the file.
void writeName(PathName name, const char* file, char* out);

}  // namespace ioproof
