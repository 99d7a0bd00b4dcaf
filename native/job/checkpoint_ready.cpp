// A checkpoint job before its start: what is to be loaded is complete, and O_DIRECT does what it says.
#include "core/direct_io.h"
#include "core/file_set.h"
#include "core/io_error.h"
#include "core/path_limits.h"
#include "core/process_facts.h"
#include "job/checkpoint_job.h"

namespace ioproof {
namespace {

constexpr uint64_t largestUnit = uint64_t{1} << 15;  // twice of it is what Operation::beyondEnd can tell

/// Ranks of a shared file begin where the one before ends; only the last of them may end within a sector.
std::string misalignmentOfParts(const JobSpec& spec, const DirectFacts& facts) {
    if (facts.offsetAlignment > largestUnit)
        return "an alignment of " + std::to_string(facts.offsetAlignment) + " bytes is too large for checkpoints";
    std::string reason = misalignment(facts, spec.blockSize);
    for (const CheckpointPart& part : spec.checkpoint->parts)
        if (reason.empty()) reason = misalignment(facts, part.offset, "an offset in a shared file");
    return reason;
}

DirectFacts tryDirect(const JobSpec& spec, const CheckpointFiles& files, uint32_t newest) {
    if (!spec.direct) return {};
    const CheckpointPart& first = spec.checkpoint->parts.front();
    const bool saves = spec.checkpoint->saves > 0;
    const DirectFacts facts =
        saves ? probeDirectIn(spec.root) : probeDirect(files.pathOf(newest, 0), first.offset + first.bytes);
    if (!facts.used) return facts;
    const std::string reason = misalignmentOfParts(spec, facts);
    if (!reason.empty()) throw JobError("DIRECT_MISALIGNED", reason);
    return facts;
}

}  // namespace

JobFiles CheckpointJob::prepareFiles() {
    JobFiles ready;
    if (hasFiles_) {
        requireNamesFit(files_);
        allowOpenFiles(uint64_t{spec_.ranks} * (mostOpenFiles(files_) + 2));
        for (uint32_t load = 0; spec_.saves == 0 && load < spec_.loads; ++load)
            readSeal(files_, numberToLoad(load), saved_);
        ready.direct = tryDirect(job_, files_, complete_.empty() ? 0 : complete_.back());
        ready.openFlags = openFlags(job_, ready.direct.used);
    }
    const uint32_t unit = ready.direct.used ? std::max(ready.direct.offsetAlignment, 1u) : 1;
    ready.readUnit = unit;
    plan_.emplace(files_, unit);
    context_.emplace(CheckpointContext{.files = files_,
                                       .plan = *plan_,
                                       .content = content_,
                                       .saved = saved_,
                                       .found = found_,
                                       .madeAt = madeAt_,
                                       .bytesDone = bytesDone_,
                                       .directUnit = unit});
    return ready;
}

}  // namespace ioproof
