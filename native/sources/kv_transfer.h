// What one turn has kept, on its way to storage or back: its objects, one after the other, in calls of one block each.
#pragma once

#include <cstdint>
#include <string>

#include "core/clock.h"
#include "core/file_namespace.h"
#include "core/job_spec.h"
#include "core/kv_content.h"
#include "core/operation.h"

namespace ioproof {

/// What all transfers of a worker have in common.
class KvObjects {
public:
    /// Throws JobError PATH_TOO_LONG. All must outlive it.
    KvObjects(const JobSpec& spec, const FileNamespace& names, KvContent& content);

    const JobSpec& spec() const { return spec_; }
    const KvCacheSpec& cache() const { return *spec_.kvCache; }
    KvContent& content() const { return content_; }
    uint64_t blocksOf(uint64_t tokens) const { return unit_ == 0 ? 1 : tokens / unit_; }
    /// Bytes of each object of a turn.
    uint64_t bytesOfEach(uint64_t tokens) const { return cache().bytesPerToken * (unit_ == 0 ? tokens : unit_); }
    /// Writes the zero-terminated path of an object.
    void writePath(uint64_t key, uint64_t block, char* out) const;
    /// What the content of an object follows from.
    static uint64_t contentOf(uint64_t key, uint64_t block);

private:
    const JobSpec& spec_;
    const FileNamespace& names_;
    KvContent& content_;
    const uint32_t unit_;
};

enum class KvMove : uint8_t { Read, Write, Remove };

/// One read, write or removal. Times are nanoseconds of the engine's clock.
class KvTransfer {
public:
    KvTransfer() = default;
    KvTransfer(KvMove move, uint64_t key, uint64_t tokens, bool isDemotion = false)
        : move_(move), key_(key), tokens_(tokens), isDemotion_(isDemotion) {}

    KvMove move() const { return move_; }
    uint64_t key() const { return key_; }
    uint64_t tokens() const { return tokens_; }
    bool isDemotion() const { return isDemotion_; }

    /// The next chain. Before the first read of an object, its cached pages are dropped, if the job asks for that.
    void describe(const KvObjects& objects, const Clock& clock, Chain& chain);
    /// True once it is over, or has failed.
    bool ended(const KvObjects& objects, const Chain& chain);
    /// Closes what is open.
    void abandon();

    uint64_t totalNs() const { return endedAt_ - startedAt_; }
    /// Of a read from the opening of each object to its last byte; of a write its syncs.
    uint64_t deviceNs() const { return deviceNs_; }
    uint64_t bytes() const { return bytes_; }
    /// Path and offset of the first byte that is not what was written; empty: all are.
    const std::string& damage() const { return damage_; }

private:
    void startAt(uint64_t time);
    void goOn(uint64_t moved, uint64_t size);
    void check(const KvObjects& objects, const Chain& chain, const Operation& read);

    KvMove move_ = KvMove::Read;
    uint64_t key_ = 0;
    uint64_t tokens_ = 0;
    bool isDemotion_ = false;
    uint64_t block_ = 0;
    uint64_t at_ = 0;
    int descriptor_ = -1;
    bool isOpen_ = false;
    uint64_t startedAt_ = 0;
    uint64_t objectStartedAt_ = 0;
    uint64_t endedAt_ = 0;
    uint64_t deviceNs_ = 0;
    uint64_t bytes_ = 0;
    std::string damage_;
};

}  // namespace ioproof
