// The order matters: create, verify, drop, prove, then open.
#include "job/job_files.h"

#include <algorithm>

#include "core/direct_io.h"
#include "core/file_set.h"
#include "core/io_error.h"
#include "core/page_cache.h"
#include "core/system_caches.h"

namespace ioproof {
namespace {

constexpr uint64_t largestReadUnit = uint64_t{1} << 16;  // what Operation::beyondEnd can tell

/// The other sizes of a range are multiples of the first, and all places are multiples of what divides all sizes.
std::string misalignmentOfSizes(const SizeSpec& sizes, const DirectFacts& facts) {
    if (sizes.shares.empty()) return misalignment(facts, sizes.from);
    for (const auto& share : sizes.shares)
        if (std::string reason = misalignment(facts, share.bytes); !reason.empty()) return reason;
    return {};
}

std::string misalignmentOfBlocks(const JobSpec& spec, const DirectFacts& facts) {
    std::string reason;
    if (spec.reads()) reason = misalignmentOfSizes(spec.readSizes, facts);
    if (reason.empty() && spec.writes()) reason = misalignmentOfSizes(spec.writeSizes, facts);
    if (reason.empty()) reason = misalignment(facts, spec.offset, "an offset");
    return reason.empty() ? misalignment(facts, spec.offsetIncrement, "an offsetIncrement") : reason;
}

/// Reads ask for whole sectors, so that the end of a file may lie anywhere; what is written must fill them.
std::string misalignmentOfFiles(const JobSpec& spec, const FileSizes& sizes, const DirectFacts& facts) {
    const uint64_t unit = std::max<uint64_t>(facts.offsetAlignment, 1);
    if (unit > largestReadUnit) return "an alignment of " + std::to_string(unit) + " bytes is too large for files";
    if (spec.kind == JobKind::Training && spec.training->wholeItems) return {};
    const uint64_t wholeFile = (sizes.largest() + unit - 1) / unit * unit;
    const std::string reason = misalignment(facts, std::min(spec.blockSize, wholeFile));
    return reason.empty() && spec.writes() ? misalignment(facts, sizes.unit()) : reason;
}

DirectFacts tryDirect(const JobSpec& spec, const FileNamespace& names, const FileSizes& sizes) {
    if (!spec.direct) return {};
    // Directories that a job makes or removes itself may be missing.
    const std::string directory = spec.itemsAreDirectories ? names.root() : names.directoryPath(0);
    DirectFacts facts = spec.creates() ? probeDirectIn(directory) : probeDirect(names.presentPath(0), sizes.of(0));
    if (!facts.used) return facts;
    const std::string reason =
        spec.kind == JobKind::Block ? misalignmentOfBlocks(spec, facts) : misalignmentOfFiles(spec, sizes, facts);
    if (!reason.empty()) throw JobError("DIRECT_MISALIGNED", reason);
    return facts;
}

/// Of the files at the start of each worker's part that it has written already.
uint64_t bytesBefore(const JobSpec& spec, const FileSizes& sizes) {
    uint64_t bytes = 0;
    for (size_t worker = 0; worker < spec.resumeAt.size(); ++worker) {
        const uint64_t first = spec.fileCount * worker / spec.workers;
        const uint64_t part = spec.fileCount * (worker + 1) / spec.workers - first;
        for (uint64_t file = 0; file < std::min(part, spec.resumeAt[worker]); ++file) bytes += sizes.of(first + file);
    }
    return bytes;
}

}  // namespace

uint64_t openFilesOf(const JobSpec& spec, uint32_t queueDepth) {
    // A file for each item under way; a ring and a bell for each worker.
    if (spec.kind == JobKind::Training)
        return spec.trainingReaders() * spec.training->inFlight + uint64_t{spec.workers} * (queueDepth + 2);
    // A file for each request that is served, and one whose pages are dropped; a ring and a bell for each worker.
    if (spec.kind == JobKind::KvCache) return uint64_t{spec.workers} * (2 * queueDepth + 2);
    const auto opens = [](const std::vector<OperationKind>& chain) {
        return std::any_of(chain.begin(), chain.end(), [](OperationKind kind) {
            return kind == OperationKind::Open || kind == OperationKind::Create;
        });
    };
    const bool any =
        opens(spec.operations) || std::any_of(spec.mix.begin(), spec.mix.end(),
                                              [&opens](const MixShare& share) { return opens(share.operations); });
    return spec.kind == JobKind::Files && any ? uint64_t{spec.workers} * (queueDepth + 1) : 0;
}

ColdCaches dropBetweenPasses(const JobSpec& spec, const FileNamespace& names, const FileSizes& sizes) {
    ColdCaches caches;
    if (spec.engine == EngineKind::Null) return caches;
    // A chain may have left its file under another name.
    dropPageCache(names, Missing::Skipped);
    if (spec.reads()) caches.files = measureResidency(names, sizes);
    // Last: to look at files brings their inodes back.
    if (spec.coldPasses == ColdPasses::System) caches.system = dropSystemCaches();
    return caches;
}

JobFiles prepareFiles(const JobSpec& spec, const FileNamespace& names, const FileSizes& sizes) {
    JobFiles ready;
    if (spec.engine == EngineKind::Null) return ready;
    if (spec.createFiles) ready.reservationRefusal = createFiles(names, spec);
    if (spec.requireWritten) requireWritten(names, sizes);
    if (spec.dropCache && !spec.creates()) dropPageCache(names);
    ready.direct = tryDirect(spec, names, sizes);
    if (ready.direct.used && spec.kind != JobKind::Block) ready.readUnit = std::max(ready.direct.offsetAlignment, 1u);
    if (spec.engine == EngineKind::Cufile) ready.readUnit = std::max(ready.readUnit, cufileUnit);
    if (spec.reads() && spec.kind != JobKind::KvCache) ready.cacheBefore = measureResidency(names, sizes);
    ready.resumedBytes = bytesBefore(spec, sizes);
    ready.openFlags = openFlags(spec, ready.direct.used);
    if (spec.kind == JobKind::Block) ready.files = openFiles(names, ready.openFlags);
    return ready;
}

}  // namespace ioproof
