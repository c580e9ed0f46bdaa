"""Open data: the interface of data.police.uk over what is published here, archives, feeds, and what has to be made safe before it is published."""
