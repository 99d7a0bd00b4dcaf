// One kind of content for each container.
#include "core/sample_content.h"

#include <utility>

#include "core/hdf5_layout.h"
#include "core/io_error.h"
#include "core/parquet_metadata.h"
#include "core/plain_content.h"
#include "core/tfrecord_example.h"

namespace ioproof {

std::unique_ptr<SampleContent> makeSampleContent(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    switch (files->spec().container) {
        case Container::Npy: return makeNpyContent(std::move(files), seed);
        case Container::Npz: return makeNpzContent(std::move(files), seed);
        case Container::Raw: return makeRawContent(std::move(files), seed);
        case Container::Indexed:
        case Container::Megatron: return makeIndexedContent(std::move(files), seed);
        case Container::Tfrecord: return makeTfrecordContent(std::move(files), seed);
        case Container::Hdf5: return makeHdf5Content(std::move(files), seed);
        case Container::Parquet: return makeParquetContent(std::move(files), seed);
    }
    throw JobError("BAD_SPEC", "sampleFiles: this container is not known");
}

}  // namespace ioproof
