// A whole directory as one operation: its entries counted, or each of them looked at as `ls -l` does.
#pragma once

#include <cstdint>

#include "core/clock.h"

namespace ioproof {

/// Is told of each entry that a listing looks at, while it goes on.
class EntryObserver {
public:
    enum class Answer : uint8_t { Found, Missing };

    virtual ~EntryObserver() = default;

    /// Nanoseconds on the clock, stamped next to the call. False: the listing is to end.
    virtual bool looked(uint64_t startedAt, uint64_t finishedAt, Answer answer) = 0;
};

/// Reads the directory to its end. Entries without those for itself and its parent; -errno on failure.
int32_t countEntries(const char* path);

/// The same, with statx(2) of each entry relative to the open directory, in the order in which the directory gives
/// them. Entries that somebody has removed in between are counted, too. -ECANCELED where the observer ends it; null:
/// nobody is told.
int32_t listEntries(const char* path, const Clock& clock, EntryObserver* observer);

}  // namespace ioproof
