// The order matters: create, verify, drop, prove, then open.
#include "job/job_files.h"

#include "core/direct_io.h"
#include "core/file_set.h"
#include "core/io_error.h"
#include "core/page_cache.h"

namespace ioproof {
namespace {

DirectFacts tryDirect(const JobSpec& spec, const FileNamespace& names) {
    if (!spec.direct) return {};
    DirectFacts facts =
        spec.creates() ? probeDirectIn(names.directoryPath(0)) : probeDirect(names.path(0), spec.fileSize);
    if (!facts.used) return facts;
    // A smaller file than a block is one transfer of its own size.
    const uint64_t transfer = spec.fileSize < spec.blockSize ? spec.fileSize : spec.blockSize;
    std::string reason = misalignment(facts, transfer);
    if (reason.empty() && spec.kind == JobKind::Files) reason = misalignment(facts, spec.fileSize);
    if (!reason.empty()) throw JobError("DIRECT_MISALIGNED", reason);
    return facts;
}

}  // namespace

JobFiles prepareFiles(const JobSpec& spec, const FileNamespace& names) {
    JobFiles ready;
    if (spec.engine == EngineKind::Null) return ready;
    if (spec.createFiles) ready.reservationRefusal = createFiles(names, spec);
    if (spec.requireWritten) requireWritten(names, spec.fileSize);
    if (spec.dropCache && !spec.creates()) dropPageCache(names);
    ready.direct = tryDirect(spec, names);
    if (spec.reads()) ready.cacheBefore = measureResidency(names, spec.fileSize);
    ready.openFlags = openFlags(spec, ready.direct.used);
    if (spec.kind == JobKind::Block) ready.files = openFiles(names, ready.openFlags);
    return ready;
}

}  // namespace ioproof
