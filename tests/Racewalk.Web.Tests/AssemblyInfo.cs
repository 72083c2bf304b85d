// The tests start processes and look at how long answers take.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
