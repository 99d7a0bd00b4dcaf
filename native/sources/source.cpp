// Kind of job → its source.
#include "sources/source.h"

#include "sources/block_source.h"
#include "sources/files_source.h"
#include "sources/mix_source.h"

namespace ioproof {

std::unique_ptr<Source> makeSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share,
                                   uint32_t readUnit) {
    if (spec.kind == JobKind::Block) return std::make_unique<BlockSource>(spec, share);
    if (!spec.mix.empty()) return std::make_unique<MixSource>(spec, files, share, readUnit);
    return std::make_unique<FilesSource>(spec, files, share, readUnit);
}

}  // namespace ioproof
