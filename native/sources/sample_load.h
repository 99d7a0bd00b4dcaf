// One item on its way into memory: which bytes of which files, and the next call for them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/file_namespace.h"
#include "core/job_spec.h"
#include "core/operation.h"
#include "core/sample_files.h"
#include "sources/sample_order.h"

namespace ioproof {

/// Bytes that are read in order with the file open, which is closed once they are there.
struct FilePart {
    uint64_t file;
    ByteRange range;
    /// Followed by a part of the same file that needs no second open.
    bool staysOpen;
};

/// What a loader calls for its items. Constant after set-up; one for all readers of a worker.
class LoadCalls {
public:
    /// `readUnit`: reads begin and end at multiples of so many bytes. Spec, names and files must outlive it.
    LoadCalls(const JobSpec& spec, const FileNamespace& names, const SampleFiles& files, uint32_t readUnit);

    /// The parts of an item that is read alone, into a vector that is kept.
    void partsOf(const LoadItem& item, std::vector<FilePart>& parts) const;
    /// What a reader reads once before the items of a file: its companions, and the end of the file that tells where
    /// row groups are.
    void headOf(const LoadItem& item, std::vector<FilePart>& parts) const;
    bool hasHeads() const { return hasHeads_; }
    /// True where readers go through whole files and items are there as bytes come.
    bool readsThrough() const { return readsThrough_; }
    /// Where an item ends in a file that is read through.
    uint64_t endOf(const LoadItem& item) const;
    uint64_t sizeOf(uint64_t file) const { return sizes_.of(file); }
    uint64_t payloadOf(const LoadItem& item) const { return item.samples * files_.sampleBytes(item.file); }

    /// The next transfer of a part of which the bytes up to `at` are there, with an open before it where the file is
    /// not open, and a close after it where `closes`.
    void describe(Chain& chain, uint64_t file, uint64_t at, uint64_t until, bool isOpen, bool closes) const;
    /// A close alone.
    void describeClose(Chain& chain, uint64_t file) const;
    /// Up to where the bytes are there after the transfer of a chain that began at `at`.
    static uint64_t reached(const Chain& chain, uint64_t at, uint64_t until);

private:
    void addOperation(Chain& chain, OperationKind kind) const;

    const FileNamespace& names_;
    const SampleFiles& files_;
    const FileSizes sizes_;
    const uint64_t readBytes_;
    const uint32_t readUnit_;
    const bool readsThrough_;
    const bool hasGroups_;
    const bool hasHeads_;
};

/// Memory of a read of the job, in bytes: a block, or with `wholeItems` the largest part of an item, and room for whole
/// multiples of what direct I/O asks for. Throws JobError ITEM_TOO_LARGE over 1 GiB.
uint64_t readBytesOf(const JobSpec& spec, const SampleFiles& files);

/// Samples that end within one read at most, where readers go through whole files; else 0.
uint64_t samplesARead(const JobSpec& spec, const SampleFiles& files);

}  // namespace ioproof
