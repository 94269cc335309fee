-- Breaks of classes are fitted when a layer is read, to the area and the period on the screen.
drop table analitik.class_break;
